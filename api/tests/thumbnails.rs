//! The picture that a streamer chooses.

use crate::app::{Answer, App, on_both};
use live_domain::live::lifecycle::Lifecycle;
use live_protocol::{ErrorCode, StreamId, auth::Tokens, event::BusEvent, live::Stream};
use reqwest::{Method, multipart};
use serde_json::json;

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(90, 90, image::Rgb([9, 99, 199]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

async fn upload(app: &App, by: &Tokens, id: StreamId, file: Vec<u8>) -> Answer {
    let part = multipart::Part::bytes(file).file_name("x.png");
    let request = app
        .request(Method::PUT, &format!("/api/live/{id}/thumbnail"))
        .bearer_auth(&by.access_token)
        .multipart(multipart::Form::new().part("file", part));
    Answer::of(request).await
}

async fn remove(app: &App, by: &Tokens, id: StreamId) -> Answer {
    let path = format!("/api/live/{id}/thumbnail");
    app.ask(Method::DELETE, &path, &by.access_token, None).await
}

async fn painted(app: &App, stream_id: StreamId) {
    let at = app.clock.now();
    let event = BusEvent::ThumbnailReady { stream_id, at };
    let applied = Lifecycle::default().apply(&app.domain, &event).await;
    applied.unwrap();
}

#[tokio::test]
async fn a_chosen_picture_wins_over_the_one_of_the_video_until_it_is_removed() {
    on_both(|app| async move {
        let ada = app.register_as("ada").await;
        let stream = app.create_stream(&ada, json!({ "title": "Show" })).await;
        let id = stream.id;
        app.go_live(id).await;
        let first: Stream = upload(&app, &ada, id, png()).await.json(200);
        let first = first.thumbnail_url.unwrap();
        painted(&app, id).await;

        let listed = app.live("").await.items.remove(0);
        assert_eq!(listed.thumbnail_url.as_deref(), Some(first.as_str()));
        let seen: Stream = app.see(None, id).await.json(200);
        assert_eq!(seen.thumbnail_url.as_deref(), Some(first.as_str()));
        let served = Answer::of(app.request(Method::GET, &first)).await;
        assert_eq!(served.headers["content-type"], "image/jpeg");
        let picture = image::load_from_memory(&served.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (1_280, 720));

        let second: Stream = upload(&app, &ada, id, png()).await.json(200);
        assert_ne!(second.thumbnail_url.as_deref(), Some(first.as_str()));
        let gone = Answer::of(app.request(Method::GET, &first)).await;
        gone.refused(ErrorCode::NotFound);

        for _ in 0..2 {
            let removed: Stream = remove(&app, &ada, id).await.json(200);
            let url = removed.thumbnail_url.unwrap();
            assert!(url.starts_with("/media/thumbnails/"), "{url}");
        }
        let kept = app.data_dir().join("uploads/thumbnails");
        assert_eq!(std::fs::read_dir(kept).unwrap().count(), 0);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn only_its_streamer_chooses_the_picture_of_an_open_stream() {
    on_both(|app| async move {
        let (ada, eve) = (app.register_as("ada").await, app.register_as("eve").await);
        let stream = app.create_stream(&ada, json!({ "title": "Show" })).await;
        let id = stream.id;
        upload(&app, &eve, id, png())
            .await
            .refused(ErrorCode::Forbidden);
        remove(&app, &eve, id).await.refused(ErrorCode::Forbidden);
        upload(&app, &ada, id, b"no picture".to_vec())
            .await
            .refused(ErrorCode::ImageInvalid);
        let large = upload(&app, &ada, id, vec![0; 8 * 1024 * 1024 + 1]).await;
        large.refused(ErrorCode::BodyTooLarge);
        app.end_stream(&ada, id).await;
        upload(&app, &ada, id, png())
            .await
            .refused(ErrorCode::StreamEnded);
        app.stop().await;
    })
    .await;
}
