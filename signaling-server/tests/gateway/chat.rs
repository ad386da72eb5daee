//! Joining, talking, reacting, resuming.

use crate::world::{on_both, on_both_with};
use live_domain::live;
use live_protocol::{
    ErrorCode,
    comment::Comment,
    live::{StreamState, Visibility},
    socket::Joined,
};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn two_users_talk_and_a_guest_listens() {
    on_both(|world| async move {
        let (ada, bob) = (world.register("ada").await, world.register("bob").await);
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let mut ada_socket = gateway.viewer(Some(&ada), stream).await;
        let mut bob_socket = gateway.viewer(Some(&bob), stream).await;
        let mut guest = gateway.viewer(None, stream).await;

        let data = json!({ "stream_id": stream, "body": "hello", "client_id": Uuid::new_v4() });
        let said: Comment = bob_socket.good("comment:send", data.clone()).await;
        let again: Comment = bob_socket.good("comment:send", data.clone()).await;
        assert_eq!(said, again);
        assert_eq!(ada_socket.say(stream, "hi bob").await.seq, 2);
        for socket in [&mut ada_socket, &mut bob_socket, &mut guest] {
            socket.hears(2).await;
            assert_eq!(socket.heard, [1, 2]);
        }
        let told = guest
            .event("comment:new", |comment| comment["seq"] == 1)
            .await;
        assert_eq!(told, serde_json::to_value(&said).unwrap());

        guest
            .refused("comment:send", data.clone(), ErrorCode::Unauthenticated)
            .await;
        let mut outside = gateway.socket(Some(&bob)).await;
        outside
            .refused("comment:send", data, ErrorCode::Forbidden)
            .await;

        guest.event("viewers", |data| data["viewers"] == 3).await;
        drop(outside);
        drop(bob_socket);
        guest.event("viewers", |data| data["viewers"] == 2).await;

        let delete = json!({ "stream_id": stream, "comment_id": said.id });
        let () = ada_socket.good("comment:delete", delete).await;
        let gone = guest.event("comment:deleted", |_| true).await;
        assert_eq!(gone["comment_id"], json!(said.id));
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn reactions_are_gathered_and_told_together() {
    on_both(|world| async move {
        let ada = world.register("ada").await;
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let mut guest = gateway.viewer(None, stream).await;
        for count in [3, 4] {
            let data = json!({ "stream_id": stream, "kind": "heart", "count": count });
            let () = guest.good("reaction:send", data).await;
        }
        let mut hearts = 0;
        while hearts < 7 {
            let told = guest.event("reactions", |_| true).await;
            hearts += told["counts"][0]["count"].as_i64().unwrap();
        }
        assert_eq!(hearts, 7);
        for bad in [0, 21] {
            let data = json!({ "stream_id": stream, "kind": "heart", "count": bad });
            guest
                .refused("reaction:send", data, ErrorCode::InvalidRequest)
                .await;
        }
        let mut late = gateway.socket(None).await;
        let joined = late.join(stream, None).await;
        assert_eq!(joined.reactions[0].count, 7);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_dropped_connection_resumes_without_loss_or_doubles() {
    on_both_with(
        |config| config.limits.comments_per_10s = 1_000,
        |world| async move {
            let (ada, bob) = (world.register("ada").await, world.register("bob").await);
            let stream = world.stream(&ada, Visibility::Public).await;
            let gateway = world.gateway("g1").await;
            let mut talker = gateway.viewer(Some(&ada), stream).await;
            let mut listener = gateway.viewer(Some(&bob), stream).await;
            talker.say(stream, "before").await;
            listener.hears(1).await;
            drop(listener);
            for n in 2..=6 {
                assert_eq!(talker.say(stream, "while away").await.seq, n);
            }
            let mut listener = gateway.socket(Some(&bob)).await;
            let joined = listener.join(stream, Some(1)).await;
            let missed: Vec<_> = joined.comments.iter().map(|comment| comment.seq).collect();
            assert_eq!(missed, [2, 3, 4, 5, 6]);
            talker.say(stream, "after").await;
            listener.hears(7).await;
            assert_eq!(listener.heard, [7]);

            // The gateway ends and another takes its place.
            drop(talker);
            gateway.stop().await;
            let actor = world.actor(&ada).await;
            for n in 8..=9 {
                let new = live_protocol::comment::PostComment {
                    body: "over HTTP".into(),
                    client_id: Uuid::new_v4(),
                };
                let said = live::comment::post(&world.domain, &actor, stream, None, &new).await;
                assert_eq!(said.unwrap().seq, n);
            }
            let gateway = world.gateway("g2").await;
            let mut listener = gateway.socket(Some(&bob)).await;
            let joined = listener.join(stream, Some(7)).await;
            let missed: Vec<_> = joined.comments.iter().map(|comment| comment.seq).collect();
            assert_eq!(missed, [8, 9]);
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn who_was_away_hears_what_was_deleted_meanwhile() {
    on_both_with(
        |config| config.limits.comments_per_10s = 1_000,
        |world| async move {
            let ada = world.register("ada").await;
            let stream = world.stream(&ada, Visibility::Public).await;
            let actor = world.actor(&ada).await;
            let gateway = world.gateway("g1").await;
            let mut talker = gateway.viewer(Some(&ada), stream).await;
            let mut guest = gateway.viewer(None, stream).await;
            let mut said = Vec::new();
            for _ in 0..205 {
                let new = live_protocol::comment::PostComment {
                    body: "hi".into(),
                    client_id: Uuid::new_v4(),
                };
                let comment = live::comment::post(&world.domain, &actor, stream, None, &new);
                said.push(comment.await.unwrap().id);
            }
            let delete = json!({ "stream_id": stream, "comment_id": said[0] });
            for _ in 0..2 {
                let () = talker.good("comment:delete", delete.clone()).await;
            }
            let told = guest.event("comment:deleted", |_| true).await;
            assert_eq!(
                (&told["comment_id"], &told["deletion"]),
                (&json!(said[0]), &json!(1))
            );
            drop(guest);
            for id in &said[1..] {
                live::comment::delete(&world.domain, &actor, stream, *id)
                    .await
                    .unwrap();
            }
            let mut guest = gateway.socket(None).await;
            let first = guest.join(stream, Some(205)).await;
            assert_eq!((first.deleted.len(), first.last_deletion), (0, 205));
            let resume =
                |after| json!({ "stream_id": stream, "after_seq": 205, "after_deletion": after });
            let back: Joined = guest.good("stream:join", resume(1)).await;
            assert_eq!(back.deleted, said[1..201]);
            assert!(back.deleted_truncated && back.comments.is_empty());
            let rest: Joined = guest.good("stream:join", resume(back.last_deletion)).await;
            assert_eq!(rest.deleted, said[201..]);
            assert!(!rest.deleted_truncated);
            let last: Joined = guest.good("stream:join", resume(rest.last_deletion)).await;
            assert_eq!((last.deleted.len(), last.last_deletion), (0, 205));
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn who_was_away_for_long_gets_the_newest_and_is_told_so() {
    on_both_with(
        |config| config.limits.comments_per_10s = 1_000,
        |world| async move {
            let ada = world.register("ada").await;
            let stream = world.stream(&ada, Visibility::Public).await;
            let actor = world.actor(&ada).await;
            for _ in 0..205 {
                let new = live_protocol::comment::PostComment {
                    body: "hi".into(),
                    client_id: Uuid::new_v4(),
                };
                let said = live::comment::post(&world.domain, &actor, stream, None, &new);
                said.await.unwrap();
            }
            let gateway = world.gateway("g1").await;
            let mut guest = gateway.socket(None).await;
            let first = guest.join(stream, None).await;
            let seqs = |comments: &[Comment]| (comments[0].seq, comments.len());
            assert_eq!(seqs(&first.comments), (156, 50));
            let resumed = guest.join(stream, Some(5)).await;
            assert_eq!(seqs(&resumed.comments), (6, 200));
            assert!(!resumed.comments_truncated);
            let resumed = guest.join(stream, Some(2)).await;
            assert_eq!(seqs(&resumed.comments), (6, 200));
            assert!(resumed.comments_truncated);
            gateway.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_private_stream_is_joined_by_those_who_may_watch() {
    on_both(|world| async move {
        let (ada, bob) = (world.register("ada").await, world.register("bob").await);
        let stream = world.stream(&ada, Visibility::Private).await;
        let gateway = world.gateway("g1").await;
        let join = json!({ "stream_id": stream });
        for by in [None, Some(&bob)] {
            let mut socket = gateway.socket(by).await;
            socket
                .refused("stream:join", join.clone(), ErrorCode::PlaybackTokenInvalid)
                .await;
        }
        let mut own = gateway.viewer(Some(&ada), stream).await;
        let actor = world.actor(&ada).await;
        let token = live::share(&world.domain, &actor, stream).await.unwrap();
        let mut friend = gateway.socket(Some(&bob)).await;
        let join = json!({ "stream_id": stream, "playback_token": token.token });
        let _: serde_json::Value = friend.good("stream:join", join).await;
        friend.say(stream, "thanks").await;
        own.hears(1).await;
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_room_hears_the_end_of_its_stream() {
    on_both(|world| async move {
        let ada = world.register("ada").await;
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let mut guest = gateway.viewer(None, stream).await;
        let actor = world.actor(&ada).await;
        live::end(&world.domain, &actor, stream).await.unwrap();
        let told = guest.event("stream:state", |_| true).await;
        assert_eq!(
            (&told["state"], &told["end_reason"]),
            (&json!("ended"), &json!("streamer"))
        );
        let mut late = gateway.socket(None).await;
        assert_eq!(late.join(stream, None).await.state, StreamState::Ended);
        let mut own = gateway.viewer(Some(&ada), stream).await;
        let data = json!({ "stream_id": stream, "body": "bye", "client_id": Uuid::new_v4() });
        own.refused("comment:send", data, ErrorCode::StreamEnded)
            .await;
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_becomes_private_turns_out_those_who_may_not_watch() {
    on_both(|world| async move {
        let ada = world.register("ada").await;
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let mut guest = gateway.viewer(None, stream).await;
        let mut own = gateway.viewer(Some(&ada), stream).await;
        own.event("viewers", |data| data["viewers"] == 2).await;
        let actor = world.actor(&ada).await;
        let change = live_protocol::live::UpdateStream {
            visibility: Some(Visibility::Private),
            ..live_protocol::live::UpdateStream::default()
        };
        live::update(&world.domain, &actor, stream, change)
            .await
            .unwrap();
        guest.event("stream:updated", |_| true).await;
        own.event("viewers", |data| data["viewers"] == 1).await;
        own.say(stream, "only us").await;
        own.hears(1).await;
        let react = json!({ "stream_id": stream, "kind": "heart" });
        guest
            .refused("reaction:send", react, ErrorCode::Forbidden)
            .await;
        assert!(guest.heard.is_empty());
        gateway.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_nul_is_taken_out_or_refused_before_the_database_sees_it() {
    on_both(|world| async move {
        let ada = world.register("ada").await;
        let stream = world.stream(&ada, Visibility::Public).await;
        let bob = world.register("bob").await;
        let private = world.stream(&bob, Visibility::Private).await;
        let gateway = world.gateway("g1").await;
        let mut socket = gateway.viewer(Some(&ada), stream).await;
        assert_eq!(socket.say(stream, "a\u{0}b").await.body, "a b");
        let id = "0\u{0}";
        let send = json!({ "stream_id": stream, "body": "hi", "client_id": id });
        let join = json!({ "stream_id": private, "playback_token": id });
        let react = json!({ "stream_id": stream, "kind": id });
        for (event, data, code) in [
            ("comment:send", send, ErrorCode::InvalidRequest),
            (
                "stream:join",
                json!({ "stream_id": id }),
                ErrorCode::InvalidRequest,
            ),
            ("stream:join", join, ErrorCode::PlaybackTokenInvalid),
            ("reaction:send", react, ErrorCode::InvalidRequest),
            (
                "authenticate",
                json!({ "token": id }),
                ErrorCode::Unauthenticated,
            ),
        ] {
            socket.refused(event, data, code).await;
        }
        gateway.stop().await;
    })
    .await;
}
