import type { LiveError } from "../errors.ts";

/** What the viewer sees. */
export type PlayerState =
  /** Before the first picture. */
  | "loading"
  | "playing"
  | "paused"
  /** The buffer ran dry; media is expected. */
  | "buffering"
  /** The stream or the line broke; the player tries again by itself. */
  | "recovering"
  /** The stream is over. */
  | "ended"
  /** Given up; `error` of the event says why. `load` starts anew. */
  | "failed";

/** A rendition that can be chosen. */
export interface Quality {
  /** For `setQuality`. */
  index: number;
  /** Pixels; 0 where the playlist does not tell. */
  width: number;
  height: number;
  /** Bits per second. */
  bitrate_bps: number;
  /** Frames per second; 0 where the playlist does not tell. */
  fps: number;
}

export interface PlayerStats {
  /** Seconds from the encoder's clock to what is shown, or null while unknown. */
  latency_s: number | null;
  /** `clock`: by the playlist's program date; `edge`: distance to the newest media. */
  latency_source: "clock" | "edge";
  /** Seconds that the player aims at, or null while unknown. */
  target_latency_s: number | null;
  /** Seconds of media ahead. */
  buffered_s: number;
  frames_decoded: number;
  frames_dropped: number;
  /** Times that playback stood still, and for how long in all. */
  stalls: number;
  stalled_ms: number;
  /** Times that the player had to begin anew. */
  restarts: number;
  /** Estimated bits per second of the line; null before the first media. */
  bandwidth_bps: number | null;
  /** Pixels of what is decoded now. */
  width: number;
  height: number;
  playback_rate: number;
}

export interface PlayerEvents {
  state: { state: PlayerState; error: LiveError | null };
  /** Once a second. */
  stats: PlayerStats;
  /** `current` is the index of what plays, `auto` whether the player chooses. */
  quality: { levels: Quality[]; current: number; auto: boolean };
  /** The browser let it play only without sound: offer a button that calls `setMuted(false)`. */
  autoplay_muted: null;
  /** The browser did not let it play at all: offer a button that calls `play()`. */
  autoplay_blocked: null;
  /** The player began anew, and why; for diagnosis. */
  restarted: { reason: string };
}

export interface PlayerOptions {
  /** The multivariant playlist: `playback.hls` of a stream. */
  src: string;
  /** Play at once, without sound if the browser asks for it. Default: true. */
  autoplay?: boolean | undefined;
  /** Play parts as they come. Default: true. */
  lowLatency?: boolean | undefined;
  /** Gives a fresh address when the server refuses this one, for its token expired. */
  refreshSource?: (() => Promise<string>) | undefined;
}
