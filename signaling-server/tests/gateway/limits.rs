//! What one socket, user or address may do.

use crate::{client::Client, world::on_both_with};
use live_protocol::{ErrorCode, live::Visibility};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn a_socket_that_sends_too_much_is_refused() {
    on_both_with(
        |config| config.limits.socket_messages_per_second = 2,
        |world| async move {
            let ada = world.register("ada").await;
            let stream = world.stream(&ada, Visibility::Public).await;
            let gateway = world.gateway("g1").await;
            let mut socket = gateway.socket(Some(&ada)).await;
            let leave = json!({ "stream_id": stream });
            let mut refused = false;
            for _ in 0..20 {
                let answer = socket.ask("stream:leave", leave.clone()).await;
                refused |= answer["data"]["code"] == ErrorCode::RateLimited.as_str();
            }
            assert!(refused);
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_user_that_writes_too_fast_is_refused() {
    on_both_with(
        |config| config.limits.comments_per_10s = 2,
        |world| async move {
            let ada = world.register("ada").await;
            let stream = world.stream(&ada, Visibility::Public).await;
            let gateway = world.gateway("g1").await;
            let mut socket = gateway.viewer(Some(&ada), stream).await;
            socket.say(stream, "one").await;
            let mut other = gateway.viewer(Some(&ada), stream).await;
            other.say(stream, "two").await;
            let data = json!({ "stream_id": stream, "body": "x", "client_id": Uuid::new_v4() });
            other
                .refused("comment:send", data, ErrorCode::RateLimited)
                .await;
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn an_address_has_so_many_sockets() {
    on_both_with(
        |config| config.limits.sockets_per_ip_max = 2,
        |world| async move {
            let gateway = world.gateway("g1").await;
            let first = gateway.socket(None).await;
            let _second = gateway.socket(None).await;
            let third = Client::connect(&gateway.url, None).await;
            assert_eq!(third.err().unwrap(), "rate_limited");
            drop(first);
            live_testing::wait_for("the place to be free", async || {
                Client::connect(&gateway.url, None).await.ok()
            })
            .await;
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_malformed_is_refused_or_cut_and_nothing_breaks() {
    on_both_with(
        |_| {},
        |world| async move {
            let ada = world.register("ada").await;
            let stream = world.stream(&ada, Visibility::Public).await;
            let gateway = world.gateway("g1").await;
            let mut socket = gateway.socket(Some(&ada)).await;
            for bad in [
                json!(null),
                json!({}),
                json!({ "stream_id": 7 }),
                json!([1]),
            ] {
                socket
                    .refused("stream:join", bad, ErrorCode::InvalidRequest)
                    .await;
            }
            let unknown = json!({ "stream_id": Uuid::nil() });
            socket
                .refused("stream:join", unknown, ErrorCode::NotFound)
                .await;
            for bad in ["42[\"stream:join\"", "4", "9", "42[]", "45-[\"x\"]", "4{}"] {
                let mut socket = gateway.socket(None).await;
                socket.write(bad.into()).await;
            }
            let mut large = gateway.socket(None).await;
            large
                .write(format!("42[\"x\",\"{}\"]", "x".repeat(40_000)))
                .await;
            large.closed().await;
            assert_eq!(socket.join(stream, None).await.comments.len(), 0);
            gateway.stop().await;
        },
    )
    .await;
}
