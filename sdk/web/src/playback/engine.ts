import type { Quality } from "./types.ts";

/** Why an engine can't go on by itself. */
export type EngineFailure =
  /** The server did not answer, or not with the media. */
  | { kind: "network"; reason: string; status: number | null }
  /** The media can't be decoded or appended. */
  | { kind: "media"; reason: string }
  /** The playlist began anew: what is buffered has no continuation. */
  | { kind: "restarted"; reason: string };

/** What an engine tells the player. */
export interface EngineHandler {
  handleReady(): void;
  handleQuality(levels: Quality[], current: number, auto: boolean): void;
  handleFailure(failure: EngineFailure): void;
  /** The playlist says that the stream is over. */
  handleEndOfPlaylist(): void;
}

/** What a playback engine (hls.js, or the browser's own) does for the player. */
export interface Engine {
  load(src: string): void;
  /** Mends a media failure in place; false if it can't. */
  recoverMedia(): boolean;
  setQuality(index: number): void;
  /** Where live is, in the video's time; null while unknown. */
  livePositionS(): number | null;
  /** Seconds to the newest media; null while unknown. */
  edgeLatencyS(): number | null;
  targetLatencyS(): number | null;
  /** The wall-clock time of what is shown, by the playlist; null if it has none. */
  playingDate(): Date | null;
  bandwidthBps(): number | null;
  destroy(): void;
}
