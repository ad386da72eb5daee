use super::*;
use axum::routing::get;
use std::time::Instant;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Notify,
};

async fn start(router: Router, limits: ServeLimits) -> (SocketAddr, Shutdown) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let shutdown = Shutdown::new();
    shutdown.spawn_service("http", serve(listener, router, shutdown.clone(), limits));
    (addr, shutdown)
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn a_running_request_finishes_and_new_connections_are_refused_while_draining() {
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let router = {
        let (entered, release) = (Arc::clone(&entered), Arc::clone(&release));
        Router::new().route(
            "/slow",
            get(move || async move {
                entered.notify_one();
                release.notified().await;
                "done"
            }),
        )
    };
    let (addr, shutdown) = start(router, ServeLimits::default()).await;
    let mut stream = TcpStream::connect(addr).await.unwrap();
    ask(&mut stream, "/slow").await;
    entered.notified().await;

    let finishing = {
        let shutdown = shutdown.clone();
        async move { shutdown.finish(Duration::from_secs(10)).await }
    };
    let (clean, text) = tokio::join!(finishing, async {
        shutdown.stopping().await;
        // The listener is dropped by the server's task a moment after the signal.
        while TcpStream::connect(addr).await.is_ok() {
            tokio::task::yield_now().await;
        }
        release.notify_one();
        rest(&mut stream).await
    });
    assert!(clean);
    assert!(text.ends_with("done"), "{text}");
}

#[tokio::test]
async fn a_client_that_never_finishes_a_head_is_cut() {
    for beginning in ["", "P", "GET / HTTP/1.1\r\nHost:"] {
        let limits = ServeLimits {
            head_timeout: Duration::from_millis(200),
            ..ServeLimits::default()
        };
        let (addr, _shutdown) = start(Router::new(), limits).await;
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let began = Instant::now();
        let mut answer = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer));
        let _ = end.await.expect("the connection is cut");
        assert!(
            began.elapsed() >= Duration::from_millis(150),
            "{beginning:?}"
        );
    }
}

#[tokio::test]
async fn more_connections_than_allowed_wait() {
    let router = Router::new().route("/", get(|| async { "hello" }));
    let limits = ServeLimits {
        connections_max: 1,
        ..ServeLimits::default()
    };
    let (addr, _shutdown) = start(router, limits).await;
    let mut first = TcpStream::connect(addr).await.unwrap();
    ask(&mut first, "/").await;
    let mut byte = [0];
    first.read_exact(&mut byte).await.unwrap();

    let mut second = TcpStream::connect(addr).await.unwrap();
    ask(&mut second, "/").await;
    let early = tokio::time::timeout(Duration::from_millis(200), second.read_exact(&mut byte));
    assert!(
        early.await.is_err(),
        "the second was served beside the first"
    );
    drop(first);
    second.read_exact(&mut byte).await.unwrap();
}

#[tokio::test]
async fn handlers_know_the_peer() {
    let router = Router::new().route(
        "/",
        get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }),
    );
    let (addr, shutdown) = start(router, ServeLimits::default()).await;
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let own = stream.local_addr().unwrap().to_string();
    ask(&mut stream, "/").await;
    let mut answer = vec![0; 4096];
    let n = stream.read(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer[..n]).ends_with(&own));
    shutdown.stop();
}
