//! Whom one blocks.

use crate::{parts::submit::Submit, sdk, state::failure::Failure};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use live_protocol::{UserId, user::UserSummary};
use live_ui::{
    avatar::{Avatar, Face},
    button::Button,
    glyph,
    skeleton::Skeleton,
    state::StateCard,
    toast::Toasts,
};

/// The list.
#[component]
pub(super) fn Blocked() -> impl IntoView {
    let people = RwSignal::new(Vec::<UserSummary>::new());
    let cursor = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let loaded = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let load = move || {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let from = cursor.get_untracked();
            let answer = sdk::users::blocked(from.as_deref()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            loaded.set(true);
            match answer {
                Ok(page) => {
                    cursor.set(page.next_cursor);
                    people.update(|people| people.extend(page.items));
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    load();
    let gone = move |id: UserId| people.update(|people| people.retain(|p| p.id != id));
    let empty = Memo::new(move |_| people.with(Vec::is_empty));
    view! {
        <section>
            <h1>"Blocked people"</h1>
            <p class="soft">"They can't follow you or write in your chats."</p>
            <div class="card card-pad settings-card">
                {move || match (loaded.get(), failure.get(), empty.get()) {
                    (false, ..) => view! { <Skeleton height="48px" /> }.into_any(),
                    (true, Some(why), _) => {
                        view! {
                            <StateCard
                                glyph=glyph::ALERT
                                tone="bad"
                                compact=true
                                title="The list could not be loaded"
                                text=why.text()
                            >
                                <Button glyph=glyph::REFRESH on_click=move |()| load()>
                                    "Try again"
                                </Button>
                            </StateCard>
                        }
                            .into_any()
                    }
                    (true, None, true) => {
                        view! {
                            <StateCard
                                glyph=glyph::BLOCK
                                compact=true
                                title="You block nobody"
                                text="You can block someone on their profile, in the menu beside Share."
                            />
                        }
                            .into_any()
                    }
                    (true, None, false) => ().into_any(),
                }}
                <ul class="rows">
                    <For each=move || people.get() key=|p| p.id let:person>
                        <Row person=person on_gone=gone />
                    </For>
                </ul>
                <Show when=move || cursor.with(Option::is_some)>
                    <Button busy=busy on_click=move |()| load()>
                        "Show more"
                    </Button>
                </Show>
            </div>
        </section>
    }
}

#[component]
fn Row(person: UserSummary, #[prop(into)] on_gone: Callback<UserId>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let submit = Submit::new();
    let id = person.id;
    let unblock = move |()| {
        submit.run(
            async move {
                let answer = sdk::users::block(id, false).await;
                if let Err(failure) = &answer {
                    toasts.bad(failure.text());
                }
                answer
            },
            move |()| on_gone.run(id),
        );
    };
    view! {
        <li>
            <Avatar face=Face::from(&person) />
            <div class="grow">
                <A href=format!("/@{}", person.username) attr:class="person-name">
                    {person.display_name.clone()}
                </A>
                <p class="faint small">{format!("@{}", person.username)}</p>
            </div>
            <Button size="small" busy=submit.busy() on_click=unblock>
                "Unblock"
            </Button>
        </li>
    }
}
