//! Streams: created, found, changed, shared, ended.

use crate::app::{Answer, App, on_both};
use live_domain::live::lifecycle::Lifecycle;
use live_protocol::{
    ErrorCode, Page, StreamId,
    auth::Tokens,
    event::BusEvent,
    hooks::{PUBLISH_PATH, PublishGrant, SECRET_HEADER},
    live::{Category, EndReason, PlaybackToken, Stream, StreamKey, StreamState, Visibility},
};
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) const NODE: &str = "rtmp-1";

impl App {
    pub(crate) async fn create_stream(&self, by: &Tokens, body: Value) -> Stream {
        let answer = self.ask(Method::POST, "/api/live", &by.access_token, Some(body));
        answer.await.json(201)
    }

    pub(crate) async fn live(&self, query: &str) -> Page<Stream> {
        let path = format!("/api/live{query}");
        Answer::of(self.request(Method::GET, &path)).await.json(200)
    }

    /// A stream as someone (or nobody) sees it.
    pub(crate) async fn see(&self, by: Option<&Tokens>, id: StreamId) -> Answer {
        let mut request = self.request(Method::GET, &format!("/api/live/{id}"));
        if let Some(by) = by {
            request = request.bearer_auth(&by.access_token);
        }
        Answer::of(request).await
    }

    pub(crate) async fn end_stream(&self, by: &Tokens, id: StreamId) -> Answer {
        let path = format!("/api/live/{id}/end");
        self.ask(Method::POST, &path, &by.access_token, None).await
    }

    /// What the publish hook answers the media services.
    pub(crate) async fn publish(&self, key: &str) -> Answer {
        let body = json!({ "stream_key": key, "peer": "192.0.2.1", "app": "live", "node": NODE });
        let secret = self.domain.secrets.internal.reveal();
        let request = self.request(Method::POST, PUBLISH_PATH);
        Answer::of(request.header(SECRET_HEADER, secret).json(&body)).await
    }

    /// Media arrives.
    pub(crate) async fn go_live(&self, stream_id: StreamId) {
        let event = BusEvent::Published {
            stream_id,
            node: NODE.into(),
            at: self.clock.now(),
        };
        let applied = Lifecycle::default().apply(&self.domain, &event).await;
        applied.unwrap();
    }
}

fn key_of(stream: &Stream) -> String {
    let ingest = stream.ingest.as_ref().unwrap();
    ingest.stream_key.clone().unwrap()
}

#[tokio::test]
async fn a_stream_from_its_creation_to_its_end() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        let details = json!({
            "title": "  Morning \n show ", "category": "music", "tags": ["#Jazz", "jazz", "live"],
        });
        let stream = app.create_stream(&ada, details).await;
        assert_eq!(stream.title, "Morning show");
        assert_eq!(stream.tags, ["jazz", "live"]);
        assert_eq!(stream.state, StreamState::Idle);
        assert_eq!(stream.streamer.username, "ada");
        assert_eq!(
            stream.playback.hls,
            format!("/hls/{}/index.m3u8", stream.id)
        );
        let ingest = stream.ingest.clone().unwrap();
        assert!(ingest.rtmp_url.starts_with("rtmp://localhost"));
        assert!(key_of(&stream).starts_with(&ingest.stream_key_hint));

        let second = app.ask(
            Method::POST,
            "/api/live",
            &ada.access_token,
            Some(json!({ "title": "Another" })),
        );
        second.await.refused(ErrorCode::StreamAlreadyOpen);
        assert!(app.live("").await.items.is_empty(), "no media yet");

        // The key is shown once, and only the streamer hears of ingest at all.
        let own: Stream = app.see(Some(&ada), stream.id).await.json(200);
        let own = own.ingest.unwrap();
        assert_eq!(own.stream_key, None);
        assert_eq!(own.stream_key_hint, ingest.stream_key_hint);
        let seen: Stream = app.see(None, stream.id).await.json(200);
        assert_eq!(seen.ingest, None);

        let grant: PublishGrant = app.publish(&key_of(&stream)).await.json(200);
        assert_eq!(grant.stream_id, stream.id);
        app.go_live(stream.id).await;
        let page = app.live("").await;
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.items[0].state, StreamState::Live);
        assert_eq!(page.items[0].ingest, None);

        let eve = app.register_as("eve").await;
        app.end_stream(&eve, stream.id)
            .await
            .refused(ErrorCode::Forbidden);
        for _ in 0..2 {
            let ended: Stream = app.end_stream(&ada, stream.id).await.json(200);
            assert_eq!(ended.state, StreamState::Ended);
            assert_eq!(ended.end_reason, Some(EndReason::Streamer));
        }
        assert!(app.live("").await.items.is_empty());
        app.publish(&key_of(&stream))
            .await
            .refused(ErrorCode::StreamKeyInvalid);
        app.create_stream(&ada, json!({ "title": "Evening show" }))
            .await;
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_stream_is_named() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        let bad = json!({
            "title": " ", "description": "x".repeat(2_001), "category": "nonsense",
            "tags": ["x".repeat(31)],
        });
        let answer = app.ask(Method::POST, "/api/live", &ada.access_token, Some(bad));
        let problem = answer.await.refused(ErrorCode::InvalidRequest);
        let fields: Vec<_> = problem.errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["title", "description", "tags", "category"]);

        let stream = app.create_stream(&ada, json!({ "title": "Show" })).await;
        let path = format!("/api/live/{}", stream.id);
        let change = |body| app.ask(Method::PATCH, &path, &ada.access_token, Some(body));
        let bad = change(json!({ "title": "x".repeat(121) })).await;
        bad.refused(ErrorCode::InvalidRequest);
        let body =
            json!({ "title": "New", "category": "art", "tags": ["a"], "visibility": "unlisted" });
        let changed: Stream = change(body).await.json(200);
        assert_eq!(
            (changed.title.as_str(), changed.category.as_deref()),
            ("New", Some("art"))
        );
        assert_eq!(changed.visibility, Visibility::Unlisted);
        let changed: Stream = change(json!({ "category": "" })).await.json(200);
        assert_eq!((changed.title.as_str(), changed.category), ("New", None));

        let eve = app.register_as("eve").await;
        let body = Some(json!({ "title": "Mine" }));
        let answer = app.ask(Method::PATCH, &path, &eve.access_token, body).await;
        answer.refused(ErrorCode::Forbidden);
        app.end_stream(&ada, stream.id).await;
        change(json!({ "title": "Late" }))
            .await
            .refused(ErrorCode::StreamEnded);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn live_streams_are_filtered_sorted_and_paged() {
    on_both(|app| async move {
        let mut ids = Vec::new();
        for (name, category, tag, title, viewers) in [
            ("ada", "music", "jazz", "50% off", 5),
            ("bob", "music", "rock", "Guitar", 9),
            ("cyd", "art", "jazz", "Painting", 9),
            ("dan", "art", "oil", "guitars_drawn", 0),
        ] {
            let by = app.register_as(name).await;
            let body = json!({ "title": title, "category": category, "tags": [tag] });
            let stream = app.create_stream(&by, body).await;
            app.go_live(stream.id).await;
            live_domain::live::watch::record(
                &app.domain,
                stream.id,
                viewers,
                std::time::Duration::ZERO,
            )
            .await
            .unwrap();
            app.clock.advance(std::time::Duration::from_secs(1));
            ids.push(stream.id);
        }
        let names = |page: &Page<Stream>| -> String {
            let names = page.items.iter().map(|s| s.streamer.username.as_str());
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&app.live("").await), "cyd bob ada dan");
        for (query, found) in [
            ("?sort=newest", "dan cyd bob ada"),
            ("?category=music", "bob ada"),
            ("?tag=JAZZ", "cyd ada"),
            ("?tag=jaz", ""),
            ("?streamer=dan", "dan"),
            ("?q=GUITAR", "bob dan"),
            ("?q=0%25", "ada"),
            ("?q=s_d", "dan"),
            ("?q=c_d", ""),
            ("?q=jazz", "cyd ada"),
            ("?category=art&tag=jazz&q=paint", "cyd"),
        ] {
            assert_eq!(names(&app.live(query).await), found, "{query}");
        }
        for sort in ["viewers", "newest"] {
            let (mut all, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = app.live(&format!("?sort={sort}&limit=1{cursor}")).await;
                all.extend(page.items.into_iter().map(|stream| stream.id));
                let Some(next) = page.next_cursor else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(all.len(), 4, "{sort}");
            assert!(ids.iter().all(|id| all.contains(id)), "{sort}");
        }
        for bad in [
            "?cursor=x",
            "?limit=0",
            "?limit=101",
            "?sort=old",
            "?page=2",
        ] {
            let answer = Answer::of(app.request(Method::GET, &format!("/api/live{bad}"))).await;
            answer.refused(ErrorCode::InvalidRequest);
        }
        let categories = app.request(Method::GET, "/api/live/categories");
        let categories: Vec<Category> = Answer::of(categories).await.json(200);
        let art = categories.iter().find(|one| one.slug == "art").unwrap();
        assert_eq!(art.live, 2);
        assert_eq!(categories.len(), 10);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_private_stream_is_for_those_who_may_watch() {
    on_both(|app| async move {
        let (ada, eve) = (app.register_as("ada").await, app.register_as("eve").await);
        let body = json!({ "title": "Secret", "visibility": "private" });
        let stream = app.create_stream(&ada, body).await;
        app.go_live(stream.id).await;
        assert!(stream.playback.hls.contains("?token="));
        assert!(app.live("").await.items.is_empty());
        for by in [None, Some(&eve)] {
            app.see(by, stream.id)
                .await
                .refused(ErrorCode::PlaybackTokenInvalid);
        }
        let path = format!("/api/live/{}/playback-token", stream.id);
        let refused = app.ask(Method::POST, &path, &eve.access_token, None).await;
        refused.refused(ErrorCode::PlaybackTokenInvalid);
        let token: PlaybackToken = app
            .ask(Method::POST, &path, &ada.access_token, None)
            .await
            .json(200);
        assert_eq!(token.expires_in, 6 * 3_600);
        let path = format!("/api/live/{}?token={}", stream.id, token.token);
        let seen: Stream = Answer::of(app.request(Method::GET, &path)).await.json(200);
        assert_eq!(seen.id, stream.id);

        let path = "/api/users/ada/streams";
        let page: Page<Stream> = Answer::of(app.request(Method::GET, path)).await.json(200);
        assert!(page.items.is_empty());
        let own = app.ask(Method::GET, "/api/live/mine", &ada.access_token, None);
        let own: Page<Stream> = own.await.json(200);
        assert_eq!(own.items.len(), 1);

        app.clock.advance(std::time::Duration::from_hours(6));
        let path = format!("/api/live/{}?token={}", stream.id, token.token);
        let late = Answer::of(app.request(Method::GET, &path)).await;
        late.refused(ErrorCode::PlaybackTokenInvalid);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_streamers_own_key_leads_to_their_open_stream_or_opens_one() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        let keys = || app.ask(Method::GET, "/api/live/keys", &ada.access_token, None);
        let rotate = || {
            app.ask(
                Method::POST,
                "/api/live/keys/rotate",
                &ada.access_token,
                None,
            )
        };
        assert_eq!(keys().await.json::<Vec<StreamKey>>(200).len(), 0);
        let first: StreamKey = rotate().await.json(200);
        let first = first.secret.unwrap();
        let grant: PublishGrant = app.publish(&first).await.json(200);
        let again: PublishGrant = app.publish(&first).await.json(200);
        assert_eq!(grant, again, "the stream that the key opened is open");

        let second: StreamKey = rotate().await.json(200);
        app.publish(&first)
            .await
            .refused(ErrorCode::StreamKeyInvalid);
        let second = second.secret.unwrap();
        let shown: Vec<StreamKey> = keys().await.json(200);
        assert!(second.starts_with(&shown[0].hint));
        assert_eq!(shown[0].secret, None);
        assert_eq!(shown[0].last_used_at, None);

        app.end_stream(&ada, grant.stream_id).await;
        // Which stream is the newest is told by the milliseconds in their ids.
        app.clock.advance(std::time::Duration::from_secs(1));
        let body = json!({ "title": "Jazz", "category": "music", "visibility": "unlisted" });
        let stream = app.create_stream(&ada, body).await;
        app.end_stream(&ada, stream.id).await;
        let grant: PublishGrant = app.publish(&second).await.json(200);
        assert_ne!(grant.stream_id, stream.id);
        assert_eq!(grant.visibility, Visibility::Unlisted);
        let opened: Stream = app.see(Some(&ada), grant.stream_id).await.json(200);
        assert_eq!(
            (opened.title.as_str(), opened.category.as_deref()),
            ("Jazz", Some("music"))
        );
        let shown: Vec<StreamKey> = keys().await.json(200);
        assert_eq!(shown[0].last_used_at, Some(app.clock.now()));

        let mut tx = app.domain.database.begin().await.unwrap();
        live_database::users::set_disabled(&mut tx, ada.user.id, true, app.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        app.publish(&second)
            .await
            .refused(ErrorCode::AccountDisabled);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_hook_is_for_our_own_services() {
    on_both(|app| async move {
        app.publish("live_nonsense")
            .await
            .refused(ErrorCode::StreamKeyInvalid);
        let body = json!({ "stream_key": "x", "peer": "192.0.2.1", "app": "live", "node": NODE });
        let secret = app.domain.secrets.internal.reveal();
        let ask = || app.request(Method::POST, PUBLISH_PATH).json(&body);
        Answer::of(ask()).await.refused(ErrorCode::NotFound);
        let guessed = ask().header(SECRET_HEADER, "guessed");
        Answer::of(guessed).await.refused(ErrorCode::NotFound);
        let forwarded = ask()
            .header(SECRET_HEADER, secret)
            .header("x-forwarded-for", "192.0.2.7");
        Answer::of(forwarded).await.refused(ErrorCode::NotFound);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_nul_is_refused_before_the_database_sees_it() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        for body in [
            json!({ "title": "Show", "category": "\u{b8}\u{0}\u{e5}" }),
            json!({ "title": "a\u{0}b" }),
        ] {
            let token = &ada.access_token;
            let answer = app.ask(Method::POST, "/api/live", token, Some(body)).await;
            assert_eq!(answer.refused(ErrorCode::InvalidRequest).status, 400);
        }
        for path in [
            "/api/live?category=%00",
            "/api/live?q=a%00",
            "/api/users/a%00b",
        ] {
            let answer = Answer::of(app.request(Method::GET, path)).await;
            assert_eq!(
                answer.refused(ErrorCode::InvalidRequest).status,
                400,
                "{path}"
            );
        }
        app.stop().await;
    })
    .await;
}
