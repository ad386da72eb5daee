//! Where one is logged in.

use crate::{parts::submit::Submit, sdk, state::failure::Failure};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use live_protocol::{SessionId, auth::Session};
use live_ui::{
    button::Button,
    dialog::Confirm,
    format, glyph,
    skeleton::Skeleton,
    state::{Notice, StateCard},
    toast::Toasts,
};

/// The list of devices.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let sessions = RwSignal::new(None::<Result<Vec<Session>, Failure>>);
    let load = move || {
        sessions.set(None);
        spawn_local(async move {
            sessions.try_set(Some(sdk::auth::sessions().await));
        });
    };
    load();
    let gone = move |id: SessionId| {
        sessions.update(|sessions| {
            if let Some(Ok(list)) = sessions {
                list.retain(|session| session.id != id);
            }
        });
    };
    view! {
        <section>
            <h1>"Devices"</h1>
            <p class="soft">"Where you are logged in. End what you don't know, then change your password."</p>
            <div class="card card-pad settings-card">
                {move || match sessions.get() {
                    None => {
                        view! {
                            <div class="chat-waiting" aria-busy="true">
                                <Skeleton height="48px" />
                                <Skeleton height="48px" />
                            </div>
                        }
                            .into_any()
                    }
                    Some(Err(failure)) => {
                        view! {
                            <StateCard
                                glyph=glyph::ALERT
                                tone="bad"
                                compact=true
                                title="The list could not be loaded"
                                text=failure.text()
                            >
                                <Button glyph=glyph::REFRESH on_click=move |()| load()>
                                    "Try again"
                                </Button>
                            </StateCard>
                        }
                            .into_any()
                    }
                    Some(Ok(list)) => {
                        view! {
                            <ul class="rows">
                                {list
                                    .into_iter()
                                    .map(|session| view! { <Row session=session on_gone=gone /> })
                                    .collect_view()}
                            </ul>
                        }
                            .into_any()
                    }
                }}
            </div>
            <Everywhere />
        </section>
    }
}

#[component]
fn Row(session: Session, #[prop(into)] on_gone: Callback<SessionId>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let submit = Submit::new();
    let id = session.id;
    let revoke = move |()| {
        submit.run(
            async move {
                let answer = sdk::auth::revoke_session(id).await;
                if let Err(failure) = &answer {
                    toasts.bad(failure.text());
                }
                answer
            },
            move |()| {
                toasts.good("Logged out there");
                on_gone.run(id);
            },
        );
    };
    let seen = if session.current {
        "Active now".to_owned()
    } else {
        format!("Last seen {}", format::ago(session.last_seen_at))
    };
    view! {
        <li>
            <span class="row-mark">{glyph::icon(glyph::DEVICE)}</span>
            <div class="grow">
                <p class="person-name">
                    {session.device}
                    {session
                        .current
                        .then(|| {
                            view! {
                                " "
                                <span class="badge" data-tone="good">
                                    "This device"
                                </span>
                            }
                        })}
                </p>
                <p class="faint small">
                    {session.place} " · " <span class="num">{seen}</span> " · "
                    {format!("since {}", format::day(session.created_at))}
                </p>
            </div>
            {(!session.current)
                .then(|| {
                    view! {
                        <Button size="small" busy=submit.busy() on_click=revoke>
                            "Log out"
                        </Button>
                    }
                })}
        </li>
    }
}

#[component]
fn Everywhere() -> impl IntoView {
    let asking = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let submit = Submit::new();
    let navigate = use_navigate();
    let act = move |()| {
        let navigate = navigate.clone();
        submit.run(
            async move {
                let answer = sdk::auth::log_out_everywhere().await;
                if let Err(why) = &answer {
                    failure.try_set(Some(why.text()));
                }
                answer
            },
            move |()| {
                asking.set(false);
                navigate("/login", NavigateOptions::default());
            },
        );
    };
    view! {
        <div class="form-foot">
            <Button kind="danger" glyph=glyph::LOG_OUT on_click=move |()| asking.set(true)>
                "Log out everywhere"
            </Button>
        </div>
        {move || {
            failure
                .get()
                .map(|text| {
                    view! {
                        <Notice tone="bad" glyph=glyph::ALERT>
                            {text}
                        </Notice>
                    }
                })
        }}
        <Confirm
            open=asking
            title="Log out everywhere?"
            text="All devices are logged out, this one too. A stream that runs goes on."
            verb="Log out everywhere"
            busy=submit.busy()
            on_confirm=act
        />
    }
}
