//! Profiles, pictures, follows, blocks, and what admins do.

use crate::app::{Answer, App, PASSWORD, on_both};
use live_protocol::{
    ErrorCode, Page,
    auth::Tokens,
    user::{Account, Profile, Role, UserSummary},
};
use reqwest::{Method, multipart};
use serde_json::json;
use std::time::Duration;

async fn profile(app: &App, name: &str, caller: &Tokens) -> Profile {
    let path = format!("/api/users/{name}");
    app.ask(Method::GET, &path, &caller.access_token, None)
        .await
        .json(200)
}

async fn act(app: &App, method: Method, actor: &Tokens, name: &str, what: &str) -> Answer {
    let path = format!("/api/users/{name}/{what}");
    app.ask(method, &path, &actor.access_token, None).await
}

async fn list(app: &App, actor: &Tokens, what: &str) -> Page<UserSummary> {
    let path = format!("/api/users/me/{what}");
    app.ask(Method::GET, &path, &actor.access_token, None)
        .await
        .json(200)
}

#[tokio::test]
async fn a_profile_is_changed_and_seen() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        let update = async |body| {
            app.ask(
                Method::PATCH,
                "/api/users/me",
                &ada.access_token,
                Some(body),
            )
            .await
        };
        let account: Account = update(json!({ "display_name": " Ada 🌸 " }))
            .await
            .json(200);
        assert_eq!(account.display_name, "Ada 🌸");
        let account: Account = update(json!({ "bio": "First line\nsecond" }))
            .await
            .json(200);
        assert_eq!(
            (account.display_name.as_str(), account.bio.as_str()),
            ("Ada 🌸", "First line\nsecond")
        );
        let wrong = update(json!({ "display_name": " ", "bio": "x".repeat(501) })).await;
        assert_eq!(wrong.refused(ErrorCode::InvalidRequest).errors.len(), 2);
        update(json!({ "role": "admin" }))
            .await
            .refused(ErrorCode::InvalidRequest);

        for name in ["ada", "ADA", &ada.user.id.to_string()] {
            let answer = Answer::of(app.request(Method::GET, &format!("/api/users/{name}"))).await;
            let seen: Profile = answer.json(200);
            assert_eq!(seen.display_name, "Ada 🌸");
            assert!(!String::from_utf8_lossy(&answer.body).contains("@example.com"));
        }
        let nobody = Answer::of(app.request(Method::GET, "/api/users/nobody")).await;
        nobody.refused(ErrorCode::NotFound);
        app.stop().await;
    })
    .await;
}

async fn upload(app: &App, actor: &Tokens, file: Vec<u8>) -> Answer {
    let part = multipart::Part::bytes(file).file_name("me.png");
    let form = multipart::Form::new().part("file", part);
    let request = app
        .request(Method::PUT, "/api/users/me/avatar")
        .bearer_auth(&actor.access_token)
        .multipart(form);
    Answer::of(request).await
}

fn png(side: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(side, side, image::Rgb([9, 99, 199]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn pictures(app: &App) -> usize {
    std::fs::read_dir(app.data_dir().join("uploads/avatars"))
        .unwrap()
        .count()
}

#[tokio::test]
async fn a_picture_is_drawn_anew_and_the_old_one_goes() {
    on_both(|app| async move {
        let ada = app.register().await;
        let first: Account = upload(&app, &ada, png(700)).await.json(200);
        let url = first.avatar_url.unwrap();
        let served = Answer::of(app.request(Method::GET, &url)).await;
        assert_eq!(served.status, 200);
        assert_eq!(served.headers["content-type"], "image/jpeg");
        assert_eq!(served.headers["x-content-type-options"], "nosniff");
        assert!(
            served.headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let picture = image::load_from_memory(&served.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (512, 512));

        let second: Account = upload(&app, &ada, png(20)).await.json(200);
        assert_ne!(second.avatar_url.as_deref(), Some(url.as_str()));
        assert_eq!(pictures(&app), 1);
        Answer::of(app.request(Method::GET, &url))
            .await
            .refused(ErrorCode::NotFound);
        upload(&app, &ada, b"no picture".to_vec())
            .await
            .refused(ErrorCode::ImageInvalid);
        let large = upload(&app, &ada, vec![0; 8 * 1024 * 1024 + 1]).await;
        large.refused(ErrorCode::BodyTooLarge);
        let empty = multipart::Form::new().text("other", "x");
        let request = app
            .request(Method::PUT, "/api/users/me/avatar")
            .bearer_auth(&ada.access_token)
            .multipart(empty);
        Answer::of(request).await.refused(ErrorCode::InvalidRequest);

        let path = "/api/users/me/avatar";
        for _ in 0..2 {
            app.ask(Method::DELETE, path, &ada.access_token, None)
                .await
                .nothing();
        }
        assert_eq!(pictures(&app), 0);
        for bad in [
            "../../secrets/access_key",
            "..%2f..%2fsecrets%2faccess_key",
            "x.jpg",
        ] {
            let request = app.request(Method::GET, &format!("/media/avatars/{bad}"));
            assert_eq!(Answer::of(request).await.status, 404, "{bad}");
        }
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn follows_are_counted_listed_and_ended_by_a_block() {
    on_both(|app| async move {
        let (ada, ben, cleo) = (
            app.register_as("ada").await,
            app.register_as("ben").await,
            app.register_as("cleo").await,
        );
        for _ in 0..2 {
            act(&app, Method::PUT, &ben, "ada", "follow")
                .await
                .nothing();
        }
        app.clock.advance(Duration::from_secs(1));
        let by_id = cleo.user.id.to_string();
        act(&app, Method::PUT, &cleo, &ada.user.id.to_string(), "follow")
            .await
            .nothing();
        act(&app, Method::PUT, &ada, &by_id, "follow")
            .await
            .nothing();
        let seen = profile(&app, "ada", &ben).await;
        assert_eq!(
            (seen.followers, seen.following, seen.followed_by_me),
            (2, 1, true)
        );

        let first = list(&app, &ada, "followers?limit=1").await;
        assert_eq!(first.items[0].username, "cleo", "the newest first");
        let cursor = first.next_cursor.unwrap();
        let second = list(&app, &ada, &format!("followers?limit=1&cursor={cursor}")).await;
        assert_eq!(second.items[0].username, "ben");
        assert_eq!(second.next_cursor, None);
        assert_eq!(list(&app, &ada, "following").await.items.len(), 1);
        let bad = app
            .ask(
                Method::GET,
                "/api/users/me/followers?cursor=x",
                &ada.access_token,
                None,
            )
            .await;
        bad.refused(ErrorCode::InvalidRequest);

        act(&app, Method::PUT, &ada, "cleo", "block")
            .await
            .nothing();
        let seen = profile(&app, "cleo", &ada).await;
        assert_eq!(
            (seen.followers, seen.following, seen.blocked_by_me),
            (0, 0, true)
        );
        act(&app, Method::PUT, &cleo, "ada", "follow")
            .await
            .refused(ErrorCode::Blocked);
        act(&app, Method::PUT, &ada, "cleo", "follow")
            .await
            .refused(ErrorCode::Blocked);
        assert_eq!(list(&app, &ada, "blocks").await.items[0].username, "cleo");
        act(&app, Method::DELETE, &ada, "cleo", "block")
            .await
            .nothing();
        act(&app, Method::PUT, &cleo, "ada", "follow")
            .await
            .nothing();

        act(&app, Method::DELETE, &ben, "ada", "follow")
            .await
            .nothing();
        act(&app, Method::DELETE, &ben, "ada", "follow")
            .await
            .nothing();
        assert!(!profile(&app, "ada", &ben).await.followed_by_me);
        for what in ["follow", "block"] {
            act(&app, Method::PUT, &ada, "ada", what)
                .await
                .refused(ErrorCode::NotYourself);
            act(&app, Method::PUT, &ada, "nobody", what)
                .await
                .refused(ErrorCode::NotFound);
        }
        app.stop().await;
    })
    .await;
}

async fn admin(app: &App) -> Tokens {
    let token = live_domain::auth::offer_setup(&app.domain)
        .await
        .unwrap()
        .unwrap();
    let mut body = crate::app::registration("admin");
    body["setup_token"] = json!(token);
    app.post("/api/auth/register", body).await.json(201)
}

#[tokio::test]
async fn an_admin_keeps_a_user_out_and_lets_them_in_again() {
    on_both(|app| async move {
        let (admin, ada) = (admin(&app).await, app.register_as("ada").await);
        let of = |id: live_protocol::UserId, what: &str| format!("/api/admin/users/{id}/{what}");
        let post = async |actor: &Tokens, path: &str| {
            app.ask(Method::POST, path, &actor.access_token, None).await
        };
        let disable = of(ada.user.id, "disable");
        post(&ada, &disable).await.refused(ErrorCode::Forbidden);
        post(&admin, &of(admin.user.id, "disable"))
            .await
            .refused(ErrorCode::NotYourself);
        for _ in 0..2 {
            post(&admin, &disable).await.nothing();
        }
        let me = app
            .ask(Method::GET, "/api/users/me", &ada.access_token, None)
            .await;
        me.refused(ErrorCode::Unauthenticated);
        app.login("ada", PASSWORD)
            .await
            .refused(ErrorCode::AccountDisabled);
        app.login("ada", "not the password")
            .await
            .refused(ErrorCode::BadCredentials);
        let seen = Answer::of(app.request(Method::GET, "/api/users/ada")).await;
        seen.refused(ErrorCode::NotFound);

        post(&admin, &of(ada.user.id, "enable")).await.nothing();
        app.refresh(&ada.refresh_token)
            .await
            .refused(ErrorCode::RefreshInvalid);
        let ada: Tokens = app.login("ada", PASSWORD).await.json(200);

        let role = of(ada.user.id, "role");
        let set = async |actor: &Tokens, role_name: &str| {
            let body = json!({ "role": role_name });
            app.ask(Method::PUT, &role, &actor.access_token, Some(body))
                .await
        };
        set(&ada, "admin").await.refused(ErrorCode::Forbidden);
        set(&admin, "king").await.refused(ErrorCode::InvalidRequest);
        set(&admin, "moderator").await.nothing();
        let me = app
            .ask(Method::GET, "/api/users/me", &ada.access_token, None)
            .await;
        assert_eq!(me.json::<Account>(200).role, Role::Moderator);
        let actor = app.domain.authenticate(&ada.access_token).await.unwrap();
        assert_eq!(
            actor.role,
            Role::Moderator,
            "in force at once in this process"
        );
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn no_follow_slips_in_beside_a_block() {
    on_both(|app| async move {
        let (ada, ben) = (app.register_as("ada").await, app.register_as("ben").await);
        for _ in 0..20 {
            let follow = || {
                app.ask(
                    Method::PUT,
                    "/api/users/ada/follow",
                    &ben.access_token,
                    None,
                )
            };
            let block = app.ask(Method::PUT, "/api/users/ben/block", &ada.access_token, None);
            let (one, blocked, two) = tokio::join!(follow(), block, follow());
            blocked.nothing();
            for answer in [one, two] {
                if answer.status != 204 {
                    answer.refused(ErrorCode::Blocked);
                }
            }
            let profile = Answer::of(app.request(Method::GET, "/api/users/ada")).await;
            let profile: Profile = profile.json(200);
            assert_eq!(profile.followers, 0, "the block ended every follow");
            app.ask(
                Method::DELETE,
                "/api/users/ben/block",
                &ada.access_token,
                None,
            )
            .await
            .nothing();
        }
        app.stop().await;
    })
    .await;
}
