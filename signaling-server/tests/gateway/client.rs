//! A small Socket.IO client over a WebSocket (Engine.IO 4, Socket.IO 5), which shows what comes on
//! the wire as it comes.

use futures::{SinkExt, StreamExt};
use live_protocol::{ErrorCode, StreamId, comment::Comment, socket::Joined};
use live_testing::WAIT_MAX;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::VecDeque;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use uuid::Uuid;

pub(crate) struct Client {
    ws: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next_ack: u64,
    events: VecDeque<(String, Value)>,
    /// Every comment that was emitted, in order.
    pub(crate) heard: Vec<i64>,
}

/// What came.
enum Packet {
    Connected,
    ConnectError(Value),
    Event(String, Value),
    Ack(u64, Value),
    Closed,
}

impl Client {
    /// Connects; the error is the code that the gateway gave.
    pub(crate) async fn connect(url: &str, token: Option<&str>) -> Result<Self, String> {
        Self::connect_from(url, token, None).await
    }

    pub(crate) async fn connect_from(
        url: &str,
        token: Option<&str>,
        origin: Option<&str>,
    ) -> Result<Self, String> {
        let url = url.replace("http://", "ws://");
        let url = format!("{url}/socket.io/?EIO=4&transport=websocket");
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            let headers = request.headers_mut();
            headers.insert("origin", origin.parse().unwrap());
        }
        let (ws, _) = connect_async(request).await.map_err(|e| e.to_string())?;
        let mut client = Self {
            ws,
            next_ack: 0,
            events: VecDeque::new(),
            heard: Vec::new(),
        };
        let auth = token.map_or_else(String::new, |token| json!({ "token": token }).to_string());
        client.write(format!("40{auth}")).await;
        match client.read().await {
            Packet::Connected => Ok(client),
            Packet::ConnectError(error) => Err(error["message"].as_str().unwrap().to_owned()),
            _ => panic!("neither connected nor refused"),
        }
    }

    pub(crate) async fn write(&mut self, text: String) {
        // The gateway may have closed it: reading tells.
        let _ = self.ws.send(Message::text(text)).await;
    }

    async fn read(&mut self) -> Packet {
        loop {
            let next = tokio::time::timeout(WAIT_MAX, self.ws.next()).await;
            let text = match next.expect("the gateway says something in time") {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                _ => return Packet::Closed,
            };
            match text.as_str() {
                "2" => self.write("3".into()).await,
                open if open.starts_with('0') => {}
                packet => return parse(packet),
            }
        }
    }

    async fn take(&mut self) -> Packet {
        let packet = self.read().await;
        if let Packet::Event(name, data) = &packet {
            if name == "comment:new" {
                self.heard.push(data["seq"].as_i64().unwrap());
            }
            self.events.push_back((name.clone(), data.clone()));
        }
        packet
    }

    /// Emits and waits for the acknowledgement.
    pub(crate) async fn ask(&mut self, event: &str, data: Value) -> Value {
        let id = self.next_ack;
        self.next_ack += 1;
        self.write(format!("42{id}{}", json!([event, data]))).await;
        loop {
            match self.take().await {
                Packet::Ack(ack, answer) if ack == id => return answer,
                Packet::Closed => panic!("closed instead of answering {event}"),
                _ => {}
            }
        }
    }

    /// The data of an acknowledgement that must be good.
    pub(crate) async fn good<T: DeserializeOwned>(&mut self, event: &str, data: Value) -> T {
        let answer = self.ask(event, data).await;
        assert_eq!(answer["status"], "ok", "{event}: {answer}");
        serde_json::from_value(answer["data"].clone()).unwrap()
    }

    /// Checks that an event is refused by this code.
    pub(crate) async fn refused(&mut self, event: &str, data: Value, code: ErrorCode) {
        let answer = self.ask(event, data).await;
        assert_eq!(answer["status"], "error", "{event}: {answer}");
        assert_eq!(answer["data"]["code"], code.as_str(), "{answer}");
    }

    pub(crate) async fn join(&mut self, stream_id: StreamId, after_seq: Option<i64>) -> Joined {
        let data = json!({ "stream_id": stream_id, "after_seq": after_seq });
        self.good("stream:join", data).await
    }

    pub(crate) async fn say(&mut self, stream_id: StreamId, body: &str) -> Comment {
        let data = json!({ "stream_id": stream_id, "body": body, "client_id": Uuid::new_v4() });
        self.good("comment:send", data).await
    }

    /// The next event of that name that `wanted` takes; those before it are skipped.
    pub(crate) async fn event(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            while let Some((known, data)) = self.events.pop_front() {
                if known == name && wanted(&data) {
                    return data;
                }
            }
            if let Packet::Closed = self.take().await {
                panic!("closed instead of {name}");
            }
        }
    }

    /// Hears until comment `seq` was emitted.
    pub(crate) async fn hears(&mut self, seq: i64) {
        while !self.heard.contains(&seq) {
            if let Packet::Closed = self.take().await {
                panic!("closed before comment {seq}; heard {:?}", self.heard);
            }
        }
    }

    /// Hears until the gateway closes the socket; the names of what came before.
    pub(crate) async fn closed(mut self) -> Vec<String> {
        while !matches!(self.take().await, Packet::Closed) {}
        self.events.into_iter().map(|(name, _)| name).collect()
    }
}

fn parse(packet: &str) -> Packet {
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    match packet.get(..2) {
        Some("40") => Packet::Connected,
        Some("44") => Packet::ConnectError(json(&packet[2..])),
        Some("41") => Packet::Closed,
        Some("42") => {
            let data = json(&packet[2..]);
            Packet::Event(data[0].as_str().unwrap().to_owned(), data[1].clone())
        }
        Some("43") => {
            let at = packet.find('[').unwrap();
            let id = packet[2..at].parse().unwrap();
            Packet::Ack(id, json(&packet[at..])[0].clone())
        }
        _ => panic!("an unknown packet: {packet}"),
    }
}
