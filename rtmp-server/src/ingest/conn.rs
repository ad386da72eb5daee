//! One encoder's connection: reads, lets the session make events of it, answers.

use super::{
    desk::{self, Seat},
    end::{Closing, End},
    meter::Meter,
};
use crate::Context;
use live_hls::{AudioCodec, AudioConfig, AudioFrame, Update, VideoCodec, VideoConfig, VideoFrame};
use live_protocol::{event::BusEvent, hooks::PublishRequest};
use live_rtmp::{
    AudioPacket, Event, Publish, Refusal, ServerSession, VideoPacket,
    error::TagError,
    flv::{self, AudioData, VideoData},
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::{MissedTickBehavior, interval, timeout, timeout_at},
};

/// Bytes that are read at a time.
const READ_BYTES: usize = 64 * 1024;
/// Room below which a new block is taken.
const READ_BYTES_MIN: usize = 4 * 1024;
/// How long a connection has from the first byte to publishing.
const PUBLISH_WITHIN: Duration = Duration::from_secs(15);
/// How long the peer may take to accept an answer of ours.
const WRITE_MAX: Duration = Duration::from_secs(5);
/// How long the peer may take to close the connection, once all is said.
const LINGER_MAX: Duration = Duration::from_secs(2);
/// How often the media is reported.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(2);

/// Serves one connection to its end.
pub(crate) async fn run<S>(context: &Context, socket: S, peer: SocketAddr)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    metrics::gauge!("live_rtmp_connections").increment(1);
    let seed = u64::from_le_bytes(live_clock::Random::system().bytes());
    let mut conn = Conn {
        context,
        socket,
        peer,
        session: ServerSession::new(seed),
        seat: None,
        meter: Meter::new(Instant::now()),
        began: Instant::now(),
        heard: Instant::now(),
    };
    let end = conn.serve().await.err().unwrap_or(End::Closed);
    let closing = Closing::of(&end, conn.session.can_reconnect());
    conn.say_goodbye(&end).await;
    if let Some(seat) = conn.seat.take() {
        tracing::info!(
            reason = format!("{:#}", anyhow::Error::from(end)),
            "the encoder left"
        );
        context.desk.leave(context, seat).await;
    } else {
        tracing::debug!(
            reason = format!("{:#}", anyhow::Error::from(end)),
            "a connection ended before it published"
        );
    }
    conn.close(closing).await;
    metrics::gauge!("live_rtmp_connections").decrement(1);
}

struct Conn<'a, S> {
    context: &'a Context,
    socket: S,
    peer: SocketAddr,
    session: ServerSession,
    seat: Option<Seat>,
    meter: Meter,
    began: Instant,
    /// When something came last.
    heard: Instant,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conn<'_, S> {
    async fn serve(&mut self) -> Result<(), End> {
        let idle = Duration::from_millis(self.context.config.rtmp.idle_timeout_ms);
        let mut heartbeat = interval(HEARTBEAT_EVERY);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.flush().await?;
            let gone = self.seat.as_ref().map(|seat| seat.gone().clone());
            self.make_room();
            // Counted from the last byte: heartbeats come in between.
            let silent_at = (self.heard + idle).into();
            let read = tokio::select! {
                read = timeout_at(silent_at, self.socket.read_buf(self.session.input())) => {
                    read.map_err(|_| End::Silent)??
                }
                () = async { gone.as_ref().expect("asked only when there is one").cancelled().await },
                    if gone.is_some() => return Err(End::Told),
                () = self.context.shutdown.stopping() => return Err(End::Stopping),
                _ = heartbeat.tick(), if self.seat.is_some() => {
                    self.beat().await?;
                    continue;
                }
            };
            if read == 0 {
                return Err(End::Closed);
            }
            metrics::counter!("live_rtmp_bytes_total").increment(read as u64);
            let published = self.seat.is_some();
            self.handle_events().await?;
            self.heard = Instant::now();
            if self.seat.is_some() && !published {
                // A first report over no time at all would show any bitrate.
                heartbeat.reset();
            }
            if self.seat.is_none() && self.began.elapsed() > PUBLISH_WITHIN {
                return Err(End::Silent);
            }
        }
    }

    /// Room to read into. Payloads are slices of what was read, so a new block is taken only when
    /// the last one is used up, not for each frame.
    fn make_room(&mut self) {
        let input = self.session.input();
        if input.capacity() - input.len() < READ_BYTES_MIN {
            input.reserve(READ_BYTES);
        }
    }

    async fn handle_events(&mut self) -> Result<(), End> {
        while let Some(event) = self.session.poll()? {
            match event {
                Event::Publish(publish) => self.publish(publish).await?,
                Event::Video(packet) => self.video(packet)?,
                Event::Audio(packet) => self.audio(packet)?,
                Event::Skipped(skipped) => {
                    self.meter.skipped();
                    if let TagError::UnsupportedCodec(codec) = skipped.error {
                        return self.unsupported(&codec.to_string());
                    }
                    tracing::debug!(video = skipped.video, error = %skipped.error, "skipped media");
                }
                Event::Ended => return Err(End::Stopped),
                Event::Connect(_) | Event::Metadata(_) | Event::PlayRefused => {}
            }
        }
        if self.session.is_closed() {
            Err(End::Closed)
        } else {
            Ok(())
        }
    }

    async fn publish(&mut self, publish: Publish) -> Result<(), End> {
        let request = PublishRequest {
            stream_key: publish.key,
            peer: self.peer.to_string(),
            app: publish.app,
            node: self.context.node(),
        };
        let grant = match self.context.hook.ask(&request).await {
            Ok(grant) => grant,
            Err(denied) => {
                metrics::counter!("live_rtmp_refused_total", "code" => denied.code).increment(1);
                tracing::info!(code = denied.code, "refused an encoder");
                self.session.reject(denied.refusal, denied.text);
                return Err(End::Refused);
            }
        };
        let seat = self.context.desk.begin(self.context, &grant).await?;
        tracing::Span::current().record("stream_id", tracing::field::display(grant.stream_id));
        tracing::info!("an encoder publishes");
        self.session.accept();
        self.meter = Meter::new(Instant::now());
        self.seat = Some(seat);
        Ok(())
    }

    fn video(&mut self, packet: VideoPacket) -> Result<(), End> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let codec = match packet.tag.codec {
            flv::VideoCodec::Avc => VideoCodec::Avc,
            flv::VideoCodec::Hevc => VideoCodec::Hevc,
            flv::VideoCodec::Av1 => VideoCodec::Av1,
            flv::VideoCodec::Vp9 => return self.unsupported("VP9"),
        };
        match packet.tag.data {
            // FFmpeg tells an empty one before its AV1 encoder has made the real one.
            VideoData::SequenceStart(record) if record.is_empty() => {}
            VideoData::SequenceStart(record) => {
                seat.publisher.set_video(VideoConfig { codec, record })?;
            }
            VideoData::Frame {
                keyframe,
                composition_ms,
                payload,
            } => {
                let bytes = payload.len();
                let update = seat.publisher.push_video(VideoFrame {
                    dts_ms: packet.timestamp_ms,
                    composition_offset_ms: composition_ms,
                    keyframe,
                    data: payload,
                });
                count_dropped(update);
                self.meter
                    .video(bytes, packet.timestamp_ms, Instant::now(), update);
            }
            VideoData::SequenceEnd | VideoData::Metadata(_) => {}
        }
        Ok(())
    }

    fn audio(&mut self, packet: AudioPacket) -> Result<(), End> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let codec = match packet.tag.codec {
            flv::AudioCodec::Aac => AudioCodec::Aac,
            flv::AudioCodec::Opus => AudioCodec::Opus,
        };
        match packet.tag.data {
            AudioData::SequenceStart(record) if record.is_empty() => {}
            AudioData::SequenceStart(record) => {
                seat.publisher.set_audio(AudioConfig { codec, record })?;
            }
            AudioData::Frame(data) => {
                let bytes = data.len();
                let frame = AudioFrame {
                    pts_ms: packet.timestamp_ms,
                    data,
                };
                let update = seat.publisher.push_audio(frame);
                count_dropped(update);
                self.meter
                    .audio(bytes, packet.timestamp_ms, Instant::now(), update);
            }
            AudioData::SequenceEnd => {}
        }
        Ok(())
    }

    fn unsupported(&mut self, codec: &str) -> Result<(), End> {
        tracing::info!(codec, "refused an encoder for its codec");
        self.session.reject(
            Refusal::Rejected,
            "Use H.264, H.265 or AV1 with AAC or Opus.",
        );
        Err(End::Refused)
    }

    async fn beat(&mut self) -> Result<(), End> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let now = Instant::now();
        let allowed = self.context.config.rtmp.bitrate_max_bps;
        if allowed > 0 && self.meter.bitrate_bps(now) > allowed {
            return Err(End::TooMuch);
        }
        let report = self.meter.report(now, &seat.publisher);
        let event = BusEvent::Heartbeat {
            stream_id: seat.publisher.stream_id(),
            node: self.context.node(),
            at: self.context.clock.now(),
            report,
        };
        desk::tell(self.context, event).await;
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), End> {
        let output = self.session.take_output();
        if !output.is_empty() {
            timeout(WRITE_MAX, self.socket.write_all(&output))
                .await
                .map_err(|_| End::Silent)??;
        }
        Ok(())
    }

    /// Says why, as far as the encoder still listens.
    async fn say_goodbye(&mut self, end: &End) {
        match end {
            End::Told => self
                .session
                .reject(Refusal::Closed, "The stream was ended."),
            End::TooMuch => self
                .session
                .reject(Refusal::Denied, "The bitrate is too high."),
            End::Media(_) => {
                self.session
                    .reject(Refusal::Rejected, "The media can't be packaged.");
            }
            End::Stopping if self.session.can_reconnect() => {
                self.session.request_reconnect("The server restarts.");
            }
            _ => {}
        }
        let _ = self.flush().await;
    }

    async fn close(&mut self, closing: Closing) {
        if closing == Closing::ByPeer {
            self.linger().await;
        }
        let _ = timeout(WRITE_MAX, self.socket.shutdown()).await;
        if closing == Closing::ByUs {
            self.linger().await;
        }
    }

    /// Reads what still comes, and forgets it, until the peer closes.
    async fn linger(&mut self) {
        let mut rest = vec![0; READ_BYTES_MIN];
        let until_closed = async { while matches!(self.socket.read(&mut rest).await, Ok(1..)) {} };
        let _ = timeout(LINGER_MAX, until_closed).await;
    }
}

fn count_dropped(update: Update) {
    if let Some(reason) = update.dropped {
        metrics::counter!("live_frames_dropped_total", "reason" => reason.as_str()).increment(1);
    }
}
