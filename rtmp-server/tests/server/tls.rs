//! RTMP over TLS.

use crate::{
    encoder::Encoder,
    footage::footage,
    logs,
    node::Node,
    programs::{FRAMES, run},
};
use live_testing::wait_for;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use std::{net::SocketAddr, path::Path, sync::Arc};
use tempfile::TempDir;
use tokio::{net::TcpStream, process::Command};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// A certificate for `localhost` that signs itself, written where the server reads it.
fn write_certificate(dir: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(dir.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(dir.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

async fn start(dir: &TempDir) -> (Node, SocketAddr) {
    let node = Node::with(|config| {
        config.rtmp.tls_addr = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        config.rtmp.tls_cert = Some(dir.path().join("cert.pem"));
        config.rtmp.tls_key = Some(dir.path().join("key.pem"));
    })
    .await;
    let addr = node.rtmps.unwrap();
    (node, addr)
}

/// Connects if the server shows that certificate.
async fn connect(
    addr: SocketAddr,
    certificate: &CertificateDer<'static>,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let socket = TcpStream::connect(addr).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name, socket).await
}

#[tokio::test]
async fn encoders_publish_over_tls() {
    let dir = TempDir::new().unwrap();
    let certificate = write_certificate(dir.path());
    let (node, addr) = start(&dir).await;
    let stream = node.stream();
    let socket = connect(addr, &certificate).await.unwrap();
    let mut encoder = Encoder::over(socket, &stream.key).await.unwrap();
    encoder.send(footage().await).await;
    encoder.leave().await;
    node.left(&stream, 1).await;
    let recording = node.player(&stream).record_one("video.m3u8").await;
    assert_eq!(recording.decoded().await.1, FRAMES);
    node.stop().await;
}

#[tokio::test]
async fn ffmpeg_publishes_over_tls() {
    let dir = TempDir::new().unwrap();
    write_certificate(dir.path());
    let (node, addr) = start(&dir).await;
    let stream = node.stream();
    let source = "testsrc2=size=320x180:rate=30";
    let url = format!("rtmps://localhost:{}/live/{}", addr.port(), stream.key);
    let mut command = Command::new("ffmpeg");
    command
        .args(["-v", "warning", "-f", "lavfi", "-i", source, "-t", "5"])
        .args([
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "30",
            "-sc_threshold",
            "0",
        ])
        .args(["-pix_fmt", "yuv420p", "-f", "flv", &url]);
    run(&mut command).await;
    node.left(&stream, 1).await;
    let recording = node.player(&stream).record_one("video.m3u8").await;
    assert_eq!(recording.decoded().await.1, FRAMES);
    let left = logs::lines_with(&stream.id.to_string());
    assert!(
        !left
            .iter()
            .any(|line| line.contains(" WARN ") || line.contains(" ERROR ")),
        "{left:?}"
    );
    node.stop().await;
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let dir = TempDir::new().unwrap();
    let first = write_certificate(dir.path());
    let (node, addr) = start(&dir).await;
    connect(addr, &first).await.unwrap();
    let second = write_certificate(dir.path());
    wait_for("the renewed certificate", async || {
        connect(addr, &second).await.ok()
    })
    .await;
    assert!(connect(addr, &first).await.is_err());

    // Half a renewal, which goes wrong: the one before stays in force.
    std::fs::write(dir.path().join("cert.pem"), "nothing").unwrap();
    let kept = "can't read the renewed certificate";
    wait_for("the server to look", async || {
        connect(addr, &second).await.unwrap();
        (!logs::lines_with(kept).is_empty()).then_some(())
    })
    .await;
    connect(addr, &second).await.unwrap();
    node.stop().await;
}
