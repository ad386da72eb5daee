//! Chat over HTTP.

use crate::app::{Answer, App, on_both, on_both_with};
use live_protocol::{ErrorCode, Page, StreamId, auth::Tokens, comment::Comment};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

impl App {
    async fn say(&self, by: &Tokens, id: StreamId, body: &str, client_id: Uuid) -> Answer {
        let path = format!("/api/live/{id}/comments");
        let body = json!({ "body": body, "client_id": client_id });
        self.ask(Method::POST, &path, &by.access_token, Some(body))
            .await
    }

    async fn chat(&self, id: StreamId, query: &str) -> Page<Comment> {
        let path = format!("/api/live/{id}/comments{query}");
        Answer::of(self.request(Method::GET, &path)).await.json(200)
    }
}

fn seqs(page: &Page<Comment>) -> Vec<i64> {
    page.items.iter().map(|comment| comment.seq).collect()
}

#[tokio::test]
async fn a_comment_that_is_tried_again_is_stored_once() {
    on_both(|app| async move {
        let (ada, bob) = (app.register_as("ada").await, app.register_as("bob").await);
        let stream = app.create_stream(&ada, json!({ "title": "Show" })).await.id;
        let client_id = Uuid::new_v4();
        let first: Comment = app.say(&bob, stream, " hello ", client_id).await.json(201);
        assert_eq!((first.seq, first.body.as_str()), (1, "hello"));
        let again: Comment = app.say(&bob, stream, "hello", client_id).await.json(201);
        assert_eq!(again, first);
        let tries = (0..6).map(|_| app.say(&ada, stream, "me too", client_id));
        for answer in futures::future::join_all(tries).await {
            assert_eq!(answer.json::<Comment>(201).seq, 2);
        }
        assert_eq!(seqs(&app.chat(stream, "").await), [2, 1]);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn many_talk_at_once_and_are_numbered_without_gaps() {
    on_both_with(
        |config| config.limits.comments_per_10s = 1_000,
        |app| async move {
            let (ada, bob) = (app.register_as("ada").await, app.register_as("bob").await);
            let stream = app.create_stream(&ada, json!({ "title": "Show" })).await.id;
            let said = (0..40).map(|n| {
                let by = if n % 2 == 0 { &ada } else { &bob };
                let app = &app;
                async move { app.say(by, stream, &format!("{n}"), Uuid::new_v4()).await }
            });
            for answer in futures::future::join_all(said).await {
                answer.json::<Comment>(201);
            }
            let page = app.chat(stream, "?after_seq=0&limit=100").await;
            assert_eq!(seqs(&page), (1..=40).collect::<Vec<_>>());

            let page = app.chat(stream, "?limit=15").await;
            assert_eq!(seqs(&page), (26..=40).rev().collect::<Vec<_>>());
            let next = page.next_cursor.unwrap();
            let page = app.chat(stream, &format!("?limit=100&cursor={next}")).await;
            assert_eq!(seqs(&page), (1..=25).rev().collect::<Vec<_>>());
            assert_eq!(page.next_cursor, None);

            let page = app.chat(stream, "?after_seq=10&limit=20").await;
            assert_eq!(seqs(&page), (11..=30).collect::<Vec<_>>());
            let next = page.next_cursor.unwrap();
            let page = app
                .chat(stream, &format!("?after_seq=10&cursor={next}"))
                .await;
            assert_eq!(seqs(&page), (31..=40).collect::<Vec<_>>());
            app.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn comments_are_refused_that_break_a_rule() {
    on_both_with(
        |config| {
            config.live.blocked_words = vec!["heck".into()];
            config.limits.comments_per_10s = 3;
        },
        |app| async move {
            let (ada, bob) = (app.register_as("ada").await, app.register_as("bob").await);
            let stream = app.create_stream(&ada, json!({ "title": "Show" })).await.id;
            for bad in ["", "  ", "what the Heck", &"x".repeat(501)] {
                let answer = app.say(&bob, stream, bad, Uuid::new_v4()).await;
                answer.refused(ErrorCode::CommentRefused);
            }
            for n in 1..=3 {
                let answer = app.say(&bob, stream, "hi", Uuid::new_v4()).await;
                assert_eq!(answer.json::<Comment>(201).seq, n);
            }
            let fast = app.say(&bob, stream, "hi", Uuid::new_v4()).await;
            let wait = fast.refused(ErrorCode::RateLimited).retry_after_s.unwrap();
            assert!((1..=10).contains(&wait));
            // Others are not hit, and no number was lost.
            let ok: Comment = app.say(&ada, stream, "yo", Uuid::new_v4()).await.json(201);
            assert_eq!(ok.seq, 4);
            app.clock.advance(Duration::from_secs(10));
            let ok: Comment = app.say(&bob, stream, "hi", Uuid::new_v4()).await.json(201);
            assert_eq!(ok.seq, 5);

            let path = format!("/api/live/{stream}/comments");
            let body = json!({ "body": "hi", "client_id": Uuid::new_v4() });
            let nobody = app.request(Method::POST, &path).json(&body);
            Answer::of(nobody).await.refused(ErrorCode::Unauthenticated);
            app.clock.advance(Duration::from_secs(10));
            let block = format!("/api/users/{}/block", bob.user.id);
            app.ask(Method::PUT, &block, &ada.access_token, None).await;
            let blocked = app.say(&bob, stream, "hi", Uuid::new_v4()).await;
            blocked.refused(ErrorCode::Blocked);
            app.end_stream(&ada, stream).await;
            let late = app.say(&ada, stream, "bye", Uuid::new_v4()).await;
            late.refused(ErrorCode::StreamEnded);
            app.stop().await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_comment_is_deleted_by_its_author_or_the_streamer() {
    on_both(|app| async move {
        let (ada, bob) = (app.register_as("ada").await, app.register_as("bob").await);
        let eve = app.register_as("eve").await;
        let stream = app.create_stream(&ada, json!({ "title": "Show" })).await.id;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let answer = app.say(&bob, stream, "hi", Uuid::new_v4()).await;
            ids.push(answer.json::<Comment>(201).id);
        }
        let path = |n: usize| format!("/api/live/{stream}/comments/{}", ids[n]);
        let delete = |by: &Tokens, n| {
            let (path, token) = (path(n), by.access_token.clone());
            let app = &app;
            async move { app.ask(Method::DELETE, &path, &token, None).await }
        };
        delete(&eve, 0).await.refused(ErrorCode::Forbidden);
        delete(&bob, 0).await.nothing();
        delete(&bob, 0).await.nothing();
        delete(&ada, 1).await.nothing();
        let page = app.chat(stream, "").await;
        assert_eq!(seqs(&page), [2, 1]);
        assert!(
            page.items
                .iter()
                .all(|one| one.deleted && one.body.is_empty())
        );
        let stats = format!("/api/live/{stream}/stats");
        let stats = app.ask(Method::GET, &stats, &ada.access_token, None).await;
        let stats: live_protocol::live::StreamStats = stats.json(200);
        assert_eq!(stats.comments, 0);
        app.stop().await;
    })
    .await;
}
