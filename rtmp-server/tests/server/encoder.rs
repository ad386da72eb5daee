//! An encoder that does what the test wants.

use crate::node::{Node, Stream};
use live_rtmp::{ClientEvent, ClientSession, Target, flv::FileTag};
use live_testing::WAIT_MAX;
use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

pub(crate) struct Encoder<S = TcpStream> {
    pub(crate) socket: S,
    session: ClientSession,
}

/// How the server turned the encoder away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: String,
    pub(crate) description: String,
}

impl Encoder {
    /// Publishes the stream; the server must agree.
    pub(crate) async fn publish(node: &Node, stream: &Stream) -> Self {
        Self::try_publish(node.rtmp, &stream.key).await.unwrap()
    }

    pub(crate) async fn try_publish(addr: SocketAddr, key: &str) -> Result<Self, Refused> {
        let socket = TcpStream::connect(addr).await.unwrap();
        Self::over(socket, key).await
    }

    /// Vanishes: the connection is reset.
    pub(crate) fn vanish(self) {
        self.socket.set_zero_linger().unwrap();
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Encoder<S> {
    /// Publishes over a connection that is there.
    pub(crate) async fn over(socket: S, key: &str) -> Result<Self, Refused> {
        let target = Target {
            app: "live".into(),
            key: key.into(),
            tc_url: "rtmp://localhost/live".into(),
        };
        let mut encoder = Self {
            socket,
            session: ClientSession::new(target, 7),
        };
        loop {
            match encoder.next_event().await {
                Some(ClientEvent::Ready) => return Ok(encoder),
                Some(ClientEvent::Refused { code, description }) => {
                    return Err(Refused { code, description });
                }
                Some(_) => {}
                None => panic!("the server closed without a word"),
            }
        }
    }

    /// The next thing that the server says; `None` once it has closed.
    pub(crate) async fn next_event(&mut self) -> Option<ClientEvent> {
        let mut buffer = [0; 4_096];
        loop {
            let event = self.session.poll().unwrap();
            let output = self.session.take_output();
            // A server that has closed is noticed by reading.
            let _ = self.socket.write_all(&output).await;
            if event.is_some() {
                return event;
            }
            let reading = timeout(WAIT_MAX, self.socket.read(&mut buffer)).await;
            let count = reading.expect("the server says something").unwrap_or(0);
            if count == 0 {
                return None;
            }
            self.session.feed(&buffer[..count]);
        }
    }

    /// How the server ends it.
    pub(crate) async fn end(&mut self) -> Option<Refused> {
        while let Some(event) = self.next_event().await {
            if let ClientEvent::Refused { code, description } = event {
                return Some(Refused { code, description });
            }
        }
        None
    }

    pub(crate) async fn send(&mut self, tags: &[FileTag]) {
        self.try_send(tags).await.unwrap();
    }

    pub(crate) async fn try_send(&mut self, tags: &[FileTag]) -> io::Result<()> {
        for tag in tags {
            self.session
                .send(tag.kind, tag.timestamp, tag.payload.clone());
        }
        self.socket.write_all(&self.session.take_output()).await
    }

    /// Stops as an encoder does that is stopped by its user.
    pub(crate) async fn leave(mut self) {
        self.session.send_unpublish();
        let output = self.session.take_output();
        self.socket.write_all(&output).await.unwrap();
        self.socket.shutdown().await.unwrap();
        while self.next_event().await.is_some() {}
    }
}
