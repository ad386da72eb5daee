//! Who a socket belongs to, and until when.

use crate::{
    client::Client,
    world::{World, on_both},
};
use live_clock::Clock;
use live_domain::auth;
use live_protocol::{
    ErrorCode, Timestamp,
    auth::{ChangePassword, Login},
    live::Visibility,
};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_bad_token_or_a_strange_page_is_refused_with_the_code() {
    on_both(|world| async move {
        let gateway = world.gateway("g1").await;
        let bad = Client::connect(&gateway.url, Some("nonsense")).await;
        assert_eq!(bad.err().unwrap(), "unauthenticated");
        let strange = Client::connect_from(&gateway.url, None, Some("https://evil.example")).await;
        assert_eq!(strange.err().unwrap(), "forbidden");
        let own = Client::connect_from(&gateway.url, None, Some(&gateway.url)).await;
        assert!(own.is_ok());
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ends_takes_its_sockets_and_no_others() {
    on_both(|world| async move {
        let ada = world.register("ada").await;
        let login = Login {
            login: "ada".into(),
            password: "correct horse battery".into(),
        };
        let other = auth::login(&world.domain, login, &auth::Client::default()).await;
        let other = other.unwrap();
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let socket = gateway.viewer(Some(&ada), stream).await;
        let mut stays = gateway.viewer(Some(&other), stream).await;
        let actor = world.actor(&ada).await;
        auth::logout(&world.domain, actor).await.unwrap();
        assert!(socket.closed().await.contains(&"session:ended".to_owned()));
        stays.say(stream, "still here").await;
        let again = Client::connect(&gateway.url, Some(&ada.access_token)).await;
        assert_eq!(again.err().unwrap(), "unauthenticated");
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_token_that_is_not_renewed_ends_its_socket_after_a_grace() {
    let clock = Clock::fake(Timestamp::from_ms(1_800_000_000_000));
    let world = World::new(|_| {}, clock.clone()).await;
    let (ada, bob) = (world.register("ada").await, world.register("bob").await);
    let gateway = world.gateway("g1").await;
    let lazy = gateway.socket(Some(&ada)).await;
    let mut diligent = gateway.socket(Some(&bob)).await;
    clock.advance(Duration::from_mins(14));
    let login = Login {
        login: "bob".into(),
        password: "correct horse battery".into(),
    };
    let fresh = auth::login(&world.domain, login, &auth::Client::default()).await;
    let fresh = json!({ "token": fresh.unwrap().access_token });
    let () = diligent.good("authenticate", fresh.clone()).await;
    clock.advance(Duration::from_secs(121));
    assert_eq!(lazy.closed().await, ["session:ended"]);
    let () = diligent.good("authenticate", fresh.clone()).await;

    let mut guest = gateway.socket(None).await;
    let () = guest.good("authenticate", fresh.clone()).await;
    let carol = world.register("carol").await;
    let mut carols = gateway.socket(Some(&carol)).await;
    carols
        .refused("authenticate", fresh, ErrorCode::Forbidden)
        .await;
    gateway.stop().await;
}

/// The answer to an event that is emitted the moment the client hears that it is connected.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_emitted_at_once_is_answered() {
    let world = World::new(|_| {}, Clock::system()).await;
    let ada = world.register("ada").await;
    let stream = world.stream(&ada, Visibility::Public).await;
    let gateway = world.gateway("g1").await;
    for _ in 0..50 {
        let crowd = (0..40).map(|_| async {
            let mut socket = gateway.socket(None).await;
            socket.join(stream, None).await;
        });
        let all = futures::future::join_all(crowd);
        let in_time = tokio::time::timeout(Duration::from_secs(30), all).await;
        assert!(in_time.is_ok(), "a join was never answered");
    }
    gateway.stop().await;
}

#[tokio::test]
async fn a_socket_is_told_why_its_session_ended() {
    on_both(|world| async move {
        let gateway = world.gateway("g1").await;
        let ada = world.register("ada").await;
        let mut socket = gateway.socket(Some(&ada)).await;
        let change = ChangePassword {
            current_password: "correct horse battery".into(),
            new_password: "another horse battery".into(),
        };
        let login = Login {
            login: "ada".into(),
            password: "correct horse battery".into(),
        };
        let other = auth::login(&world.domain, login, &auth::Client::default()).await;
        let other = world.actor(&other.unwrap()).await;
        auth::change_password(&world.domain, other, change)
            .await
            .unwrap();
        let told = socket.event("session:ended", |_| true).await;
        let reason = told["reason"].as_str().unwrap();
        assert!(reason.contains("password was changed"), "{reason}");

        let bob = world.register("bob").await;
        let mut socket = gateway.socket(Some(&bob)).await;
        let actor = world.actor(&bob).await;
        auth::logout(&world.domain, actor).await.unwrap();
        let told = socket.event("session:ended", |_| true).await;
        assert_eq!(told["reason"], "You were logged out");
        gateway.stop().await;
    })
    .await;
}
