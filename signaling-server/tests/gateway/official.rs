//! The official JavaScript client, unmodified: it begins with polling and upgrades.

use crate::world::on_both;
use live_protocol::live::Visibility;
use std::{path::Path, process::Stdio};
use tokio::process::Command;

#[tokio::test]
async fn the_official_client_works_by_polling_and_by_websocket() {
    let e2e = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e");
    assert!(
        e2e.join("node_modules/socket.io-client").exists(),
        "run `npm ci` in e2e/ first"
    );
    on_both(|world| async move {
        let (ada, bob) = (world.register("ada").await, world.register("bob").await);
        let stream = world.stream(&ada, Visibility::Public).await;
        let gateway = world.gateway("g1").await;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateway/official.js");
        let output = Command::new("node")
            .arg(script)
            .env("GATEWAY", &gateway.url)
            .env("STREAM", stream.to_string())
            .env("ADA", &ada.access_token)
            .env("BOB", &bob.access_token)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        gateway.stop().await;
    })
    .await;
}
