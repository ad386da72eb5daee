//! Several gateways over Redis.

use crate::world::World;
use live_protocol::live::Visibility;
use serde_json::json;

fn talkative(config: &mut live_config::Config) {
    config.limits.comments_per_10s = 1_000;
    config.limits.socket_messages_per_second = 1_000;
}

#[tokio::test]
async fn people_on_two_gateways_hear_and_count_each_other() {
    let world = World::of_a_fleet(talkative).await;
    let (ada, bob) = (world.register("ada").await, world.register("bob").await);
    let stream = world.stream(&ada, Visibility::Public).await;
    let (one, two) = (world.gateway("g1").await, world.gateway("g2").await);
    let mut ada = one.viewer(Some(&ada), stream).await;
    let mut bob = two.viewer(Some(&bob), stream).await;
    for n in 0..10 {
        let speaker = if n % 2 == 0 { &mut ada } else { &mut bob };
        speaker.say(stream, "hi").await;
    }
    for socket in [&mut ada, &mut bob] {
        socket.hears(10).await;
        let mut heard = socket.heard.clone();
        heard.sort_unstable();
        assert_eq!(heard, (1..=10).collect::<Vec<_>>());
        socket.event("viewers", |data| data["viewers"] == 2).await;
    }
    one.stop().await;
    bob.event("viewers", |data| data["viewers"] == 1).await;
    two.stop().await;
}

#[tokio::test]
async fn redis_crashes_under_a_chat_and_nothing_is_lost_or_doubled() {
    let mut world = World::of_a_fleet(talkative).await;
    let (ada, bob) = (world.register("ada").await, world.register("bob").await);
    let stream = world.stream(&ada, Visibility::Public).await;
    let (one, two) = (world.gateway("g1").await, world.gateway("g2").await);
    let mut ada = one.viewer(Some(&ada), stream).await;
    let mut bob = two.viewer(Some(&bob), stream).await;
    let first = ada.say(stream, "before").await;
    for _ in 0..4 {
        ada.say(stream, "before").await;
    }
    let redis = world.redis.as_mut().unwrap();
    let crash = redis.crash_and_restart();
    let talk = async {
        for _ in 0..20 {
            ada.say(stream, "meanwhile").await;
        }
        let delete = json!({ "stream_id": stream, "comment_id": first.id });
        let () = ada.good("comment:delete", delete).await;
    };
    tokio::join!(crash, talk);
    let last = ada.say(stream, "after").await.seq;
    assert_eq!(last, 26);
    for socket in [&mut ada, &mut bob] {
        for seq in 1..=last {
            socket.hears(seq).await;
        }
        assert_eq!(socket.heard.len(), 26, "{:?}", socket.heard);
        let deleted = |data: &serde_json::Value| data["comment_id"] == json!(first.id);
        socket.event("comment:deleted", deleted).await;
    }
    one.stop().await;
    two.stop().await;
}
