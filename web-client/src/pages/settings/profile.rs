//! What others see: picture, name, about.

use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
    state::{failure::Failure, session::use_session},
};
use leptos::{html, prelude::*};
use live_protocol::user::UpdateProfile;
use live_ui::{
    avatar::{Avatar, Face},
    button::{Button, LinkButton},
    field::{TextArea, TextField},
    glyph,
    toast::Toasts,
};

/// As the server's limit for uploads.
const PICTURE_BYTES_MAX: f64 = 8.0 * 1024.0 * 1024.0;

/// The form of the profile.
#[component]
pub(super) fn ProfileSettings() -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let Some(account) = session.peek() else {
        return ().into_any();
    };
    let page = format!("/@{}", account.username);
    let name = RwSignal::new(account.display_name);
    let bio = RwSignal::new(account.bio);
    let submit = Submit::new();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = UpdateProfile {
            display_name: Some(name.get_untracked().trim().to_owned()),
            bio: Some(bio.get_untracked().trim().to_owned()),
        };
        submit.run(
            async move { sdk::users::update(&request).await },
            move |account| {
                session.set(account);
                toasts.good("Saved");
            },
        );
    };
    view! {
        <section>
            <h1>"Profile"</h1>
            <div class="card card-pad settings-card">
                <Picture />
                <form class="form" on:submit=send>
                    <TextField
                        label="Name"
                        value=name
                        autocomplete="name"
                        max=50
                        error=submit.field("display_name", "")
                    />
                    <TextArea
                        label="About you"
                        value=bio
                        placeholder="What do you stream? When?"
                        max=500
                        error=submit.field("bio", "")
                    />
                    <SubmitError submit=submit fields=&["display_name", "bio"] />
                    <div class="form-foot">
                        <Button kind="primary" action="submit" busy=submit.busy()>
                            "Save"
                        </Button>
                        <LinkButton href=page kind="quiet">
                            "See your page"
                        </LinkButton>
                    </div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// The picture: a preview while it is on its way, with how far it is.
#[component]
fn Picture() -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let input = NodeRef::<html::Input>::new();
    let preview = RwSignal::new(None::<String>);
    let progress = RwSignal::new(0.0_f64);
    let upload = Submit::new();
    let remove = Submit::new();
    let let_go = move || {
        if let Some(address) = preview.get_untracked() {
            // Addresses of objects are ours to free; a wrong one is ignored.
            let _ = web_sys::Url::revoke_object_url(&address);
            preview.set(None);
        }
    };
    let chosen = move |_| {
        let Some(element) = input.get_untracked() else {
            return;
        };
        let Some(file) = element.files().and_then(|files| files.get(0)) else {
            return;
        };
        // So that the same file can be chosen again after a failure.
        element.set_value("");
        if file.size() > PICTURE_BYTES_MAX || !file.type_().starts_with("image/") {
            upload.fail(Failure::of("image_invalid"));
            return;
        }
        let_go();
        preview.set(web_sys::Url::create_object_url_with_blob(&file).ok());
        progress.set(0.0);
        upload.run(
            async move {
                let answer = sdk::users::upload_avatar(&file, move |done| {
                    progress.try_set(done);
                })
                .await;
                if answer.is_err() && !preview.is_disposed() {
                    let_go();
                }
                answer
            },
            move |account| {
                session.set(account);
                let_go();
                toasts.good("Your new picture is there");
            },
        );
    };
    let face = move || {
        session.account().map(|a| Face {
            name: a.display_name,
            username: a.username,
            picture: preview.get().or(a.avatar_url),
        })
    };
    let has_picture = move || session.account().is_some_and(|a| a.avatar_url.is_some());
    let take_away = move |()| {
        remove.run(
            async move { sdk::users::delete_avatar().await },
            move |()| {
                if let Some(mut account) = session.peek() {
                    account.avatar_url = None;
                    session.set(account);
                }
            },
        );
    };
    let busy = upload.busy();
    view! {
        <div class="picture">
            {move || face().map(|face| view! { <Avatar face=face size="xl" /> })}
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
                    <Show when=has_picture>
                        <Button kind="quiet" busy=remove.busy() on_click=take_away>
                            "Remove"
                        </Button>
                    </Show>
                </div>
                <Show
                    when=move || busy.get()
                    fallback=|| {
                        view! { <p class="field-hint">"PNG, JPEG, WebP or GIF, up to 8 MB."</p> }
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
