//! How an encoder is connected: server, key, and what to enter where.

use crate::{
    parts::submit::{Submit, SubmitError},
    sdk,
};
use leptos::prelude::*;
use live_protocol::live::{Ingest, Stream};
use live_ui::{
    button::Button,
    copy::CopyField,
    dialog::Confirm,
    glyph,
    state::Notice,
    tabs::{TabPanel, Tabs},
    toast::Toasts,
};

/// Stands in commands where the key is not known here.
const KEY_STAND_IN: &str = "YOUR_STREAM_KEY";

/// Server, key and instructions.
#[component]
pub(super) fn Connect(
    /// The stream, with its ingest; a new key is put in.
    stream: RwSignal<Stream>,
) -> impl IntoView {
    let ingest = Memo::new(move |_| stream.with(|s| s.ingest.clone()));
    move || {
        ingest.get().map(|ingest| {
            let (server, tls) = (ingest.rtmp_url.clone(), ingest.rtmps_url.clone());
            let key = ingest.stream_key.clone();
            view! {
                <div class="connect">
                    <div class="connect-fields">
                        <CopyField label="Server" value=server />
                        {tls
                            .map(|tls| view! { <CopyField label="Server, encrypted (RTMPS)" value=tls /> })}
                        {match key {
                            Some(key) => {
                                view! {
                                    <CopyField label="Stream key" value=key secret=true />
                                    <Notice tone="warn" glyph=glyph::KEY>
                                        "Copy the key now: it is shown this once. Whoever has it can stream as you."
                                    </Notice>
                                }
                                    .into_any()
                            }
                            None => {
                                view! { <KnownKey stream=stream hint=ingest.stream_key_hint.clone() /> }
                                    .into_any()
                            }
                        }}
                    </div>
                    <Encoders ingest=ingest />
                </div>
            }
        })
    }
}

/// A key that was shown before: its first characters, and the way to a new one.
#[component]
fn KnownKey(stream: RwSignal<Stream>, hint: String) -> impl IntoView {
    let asking = RwSignal::new(false);
    let submit = Submit::new();
    let toasts = expect_context::<Toasts>();
    let rotate = move |()| {
        submit.run(async move { sdk::live::rotate_key().await }, move |key| {
            asking.set(false);
            stream.update(|stream| {
                if let Some(ingest) = &mut stream.ingest {
                    ingest.stream_key = key.secret;
                    ingest.stream_key_hint = key.hint;
                }
            });
            toasts.good("Your new stream key is here");
        });
    };
    view! {
        <div class="copy">
            <span class="copy-label">"Stream key"</span>
            <div class="copy-box">
                <code>{format!("{hint}…")}</code>
                <Button kind="quiet" size="small" glyph=glyph::REFRESH on_click=move |()| asking.set(true)>
                    "New key"
                </Button>
            </div>
            <span class="field-hint">
                "This stream's key was shown when you created it. A new key works here and for your later streams too."
            </span>
        </div>
        <SubmitError submit=submit />
        <Confirm
            open=asking
            title="Make a new stream key?"
            text="It works for this stream and all later ones. The last key you made this way stops working, and an encoder that sends now has to connect again."
            verb="Make a new key"
            busy=submit.busy()
            on_confirm=rotate
        />
    }
}

/// What to enter where, by program.
#[component]
fn Encoders(ingest: Ingest) -> impl IntoView {
    let chosen = RwSignal::new("obs");
    let key = ingest
        .stream_key
        .clone()
        .unwrap_or_else(|| KEY_STAND_IN.to_owned());
    let target = StoredValue::new(format!("{}/{key}", ingest.rtmp_url));
    // The key must not be readable over the shoulder because it stands in a command.
    let hides_key = ingest.stream_key.is_some();
    let name = move || match chosen.get() {
        "obs" => "OBS Studio",
        "ffmpeg" => "FFmpeg",
        _ => "GStreamer",
    };
    view! {
        <div class="encoders">
            <Tabs
                label="Your encoder"
                tabs=vec![("obs", "OBS Studio"), ("ffmpeg", "FFmpeg"), ("gstreamer", "GStreamer")]
                chosen=chosen
            />
            <TabPanel label=Signal::derive(move || name().to_owned())>
                {move || match chosen.get() {
                    "obs" => obs(),
                    "ffmpeg" => {
                        view! {
                            <CopyField
                                label="Command"
                                value=ffmpeg(&target.get_value())
                                block=true
                                secret=hides_key
                            />
                            <p class="field-hint">
                                "Sends a file as if it were live. -g 60 makes a key frame every 2 seconds at 30 fps."
                            </p>
                        }
                            .into_any()
                    }
                    _ => {
                        view! {
                            <CopyField
                                label="Command"
                                value=gstreamer(&target.get_value())
                                block=true
                                secret=hides_key
                            />
                            <p class="field-hint">
                                "Sends a test picture and a tone: put your sources in their place."
                            </p>
                        }
                            .into_any()
                    }
                }}
            </TabPanel>
        </div>
    }
}

fn obs() -> AnyView {
    view! {
        <ol class="steps">
            <li>
                "Open " <strong>"Settings → Stream"</strong> " and choose " <strong>"Custom…"</strong>
                " as the service."
            </li>
            <li>"Paste the server and the stream key from here."</li>
            <li>
                "Under " <strong>"Output"</strong> " (mode: Advanced) set the encoder to "
                <strong>"H.264"</strong> ", rate control " <strong>"CBR"</strong> ", 4,000–6,000 kbit/s, "
                <strong>"keyframe interval 2 s"</strong> " and the tune “zerolatency” where there is one."
            </li>
            <li>"Press " <strong>"Start Streaming"</strong> ". This page notices within a second or two."</li>
        </ol>
    }
    .into_any()
}

fn ffmpeg(target: &str) -> String {
    format!(
        "ffmpeg -re -i input.mp4 -c:v libx264 -preset veryfast -tune zerolatency -g 60 \
         -b:v 4000k -maxrate 4000k -bufsize 8000k -pix_fmt yuv420p -c:a aac -b:a 160k \
         -f flv \"{target}\""
    )
}

fn gstreamer(target: &str) -> String {
    format!(
        "gst-launch-1.0 videotestsrc is-live=true ! video/x-raw,width=1280,height=720,framerate=30/1 \
         ! x264enc tune=zerolatency bitrate=3000 key-int-max=60 ! h264parse ! mux. \
         audiotestsrc is-live=true ! avenc_aac ! aacparse ! mux. \
         flvmux name=mux streamable=true ! rtmp2sink location=\"{target}\""
    )
}
