//! The stream's picture: chosen by its streamer, or made of the video.

use super::console;
use crate::{
    parts::{
        stream_card::Thumbnail,
        submit::{Submit, SubmitError},
    },
    sdk,
    state::failure::Failure,
};
use leptos::{html, prelude::*};
use live_protocol::live::Stream;
use live_ui::{button::Button, glyph, toast::Toasts};

/// As the server's limit for uploads.
const PICTURE_BYTES_MAX: f64 = 8.0 * 1024.0 * 1024.0;
/// What the address of a picture that was chosen begins with.
const CHOSEN: &str = "/media/own-thumbnails/";

/// The address of the chosen file, while it is on its way.
#[derive(Clone, Copy)]
struct Preview(RwSignal<Option<String>>);

impl Preview {
    fn show(self, file: &web_sys::File) {
        self.let_go();
        self.0
            .set(web_sys::Url::create_object_url_with_blob(file).ok());
    }

    fn let_go(self) {
        if let Some(Some(address)) = self.0.try_get_untracked() {
            // Addresses of objects are ours to free; a wrong one is ignored.
            let _ = web_sys::Url::revoke_object_url(&address);
            self.0.set(None);
        }
    }
}

/// Uploads the chosen file.
fn send(
    stream: RwSignal<Stream>,
    file: web_sys::File,
    upload: Submit,
    preview: Preview,
    progress: RwSignal<f64>,
    toasts: Toasts,
) {
    if file.size() > PICTURE_BYTES_MAX || !file.type_().starts_with("image/") {
        upload.fail(Failure::of("image_invalid"));
        return;
    }
    preview.show(&file);
    progress.set(0.0);
    let id = stream.with_untracked(|s| s.id);
    upload.run(
        async move {
            let answer = sdk::live::upload_thumbnail(id, &file, move |done| {
                progress.try_set(done);
            })
            .await;
            if answer.is_err() {
                preview.let_go();
            }
            answer
        },
        move |fresh| {
            console::put(stream, fresh);
            preview.let_go();
            toasts.good("The stream has its new picture");
        },
    );
}

/// The picture, with a preview while a new one is on its way. What is chosen is stored at once.
#[component]
pub(super) fn Picture(
    /// The stream.
    stream: RwSignal<Stream>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let input = NodeRef::<html::Input>::new();
    let preview = Preview(RwSignal::new(None));
    let progress = RwSignal::new(0.0_f64);
    let upload = Submit::new();
    let remove = Submit::new();
    let id = stream.with_untracked(|s| s.id);
    on_cleanup(move || preview.let_go());
    let chosen = move |_| {
        let Some(element) = input.get_untracked() else {
            return;
        };
        let Some(file) = element.files().and_then(|files| files.get(0)) else {
            return;
        };
        // So that the same file can be chosen again after a failure.
        element.set_value("");
        send(stream, file, upload, preview, progress, toasts);
    };
    let shown = Signal::derive(move || {
        let mut shown = stream.get();
        if let Some(address) = preview.0.get() {
            shown.thumbnail_url = Some(address);
        }
        shown
    });
    let was_chosen = move || {
        let url = stream.with(|s| s.thumbnail_url.clone());
        url.is_some_and(|url| url.starts_with(CHOSEN))
    };
    let take_away = move |()| {
        remove.run(
            async move { sdk::live::remove_thumbnail(id).await },
            move |fresh| console::put(stream, fresh),
        );
    };
    let busy = upload.busy();
    view! {
        <div class="picture">
            <div class="picture-wide">
                <Thumbnail stream=shown eager=true />
            </div>
            <div class="picture-side">
                <input
                    node_ref=input
                    type="file"
                    accept="image/png,image/jpeg,image/webp,image/gif"
                    hidden=true
                    aria-label="Picture file"
                    on:change=chosen
                />
                <div class="form-foot">
                    <Button
                        glyph=glyph::CAMERA
                        busy=busy
                        on_click=move |()| {
                            if let Some(input) = input.get_untracked() {
                                input.click();
                            }
                        }
                    >
                        "Choose a picture"
                    </Button>
                    <Show when=was_chosen>
                        <Button kind="quiet" busy=remove.busy() on_click=take_away>
                            "Use the video's"
                        </Button>
                    </Show>
                </div>
                <Show
                    when=move || busy.get()
                    fallback=|| {
                        view! {
                            <p class="field-hint">
                                "Shown in lists and before the video. Else it is taken from the video."
                            </p>
                        }
                    }
                >
                    <progress
                        class="progress"
                        max="1"
                        prop:value=move || progress.get()
                        aria-label="Uploading"
                    ></progress>
                </Show>
                <SubmitError submit=upload />
                <SubmitError submit=remove />
            </div>
        </div>
    }
}
