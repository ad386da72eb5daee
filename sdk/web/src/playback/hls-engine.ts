import type Hls from "hls.js";
import type { ErrorData, LevelDetails } from "hls.js";
import type { Engine, EngineHandler } from "./engine.ts";
import { hlsConfig } from "./hls-config.ts";
import { PlaylistWatch } from "./playlist-watch.ts";

/** Media failures closer together than this are mended by stronger means. */
const MEDIA_RECOVERY_MS = 5_000;

/** Loads hls.js: a chunk of its own, for pages without a player don't need it. */
export async function loadHls(): Promise<typeof Hls> {
  return (await import("hls.js")).default;
}

/** Plays through Media Source Extensions by hls.js. */
export class HlsEngine implements Engine {
  readonly #hls: Hls;
  readonly #handler: EngineHandler;
  readonly #playlists = new PlaylistWatch();
  #recoveries = 0;
  #recoveredAt = 0;

  /** Null where the browser has no Media Source Extensions that hls.js can use. */
  static create(
    names: typeof Hls,
    video: HTMLVideoElement,
    lowLatency: boolean,
    handler: EngineHandler,
  ): HlsEngine | null {
    if (!names.isSupported()) return null;
    return new HlsEngine(names, new names(hlsConfig(lowLatency)), video, handler);
  }

  private constructor(names: typeof Hls, hls: Hls, video: HTMLVideoElement, handler: EngineHandler) {
    this.#hls = hls;
    this.#handler = handler;
    const { Events } = names;
    hls.on(Events.MANIFEST_PARSED, () => {
      this.#tellQuality();
      handler.handleReady();
    });
    hls.on(Events.LEVEL_SWITCHED, () => this.#tellQuality());
    hls.on(Events.LEVELS_UPDATED, () => this.#tellQuality());
    hls.on(Events.LEVEL_LOADED, (_, { level, details }) => this.#handlePlaylist(`video ${level}`, details));
    hls.on(Events.AUDIO_TRACK_LOADED, (_, { id, details }) => this.#handlePlaylist(`audio ${id}`, details));
    hls.on(Events.ERROR, (_, data) => {
      if (data.fatal) this.#handleFatal(names, data);
    });
    hls.attachMedia(video);
  }

  load(src: string): void {
    this.#hls.loadSource(src);
  }

  recoverMedia(): boolean {
    const now = Date.now();
    if (now - this.#recoveredAt > MEDIA_RECOVERY_MS) this.#recoveries = 0;
    this.#recoveredAt = now;
    this.#recoveries += 1;
    if (this.#recoveries > 2) return false;
    if (this.#recoveries === 2) this.#hls.swapAudioCodec();
    this.#hls.recoverMediaError();
    return true;
  }

  setQuality(index: number): void {
    this.#hls.nextLevel = index;
    this.#tellQuality();
  }

  livePositionS(): number | null {
    return this.#hls.liveSyncPosition;
  }

  edgeLatencyS(): number | null {
    return this.#hls.latency > 0 ? this.#hls.latency : null;
  }

  targetLatencyS(): number | null {
    return this.#hls.targetLatency;
  }

  playingDate(): Date | null {
    return this.#hls.playingDate;
  }

  bandwidthBps(): number | null {
    const estimate = this.#hls.bandwidthEstimate;
    return Number.isFinite(estimate) ? Math.round(estimate) : null;
  }

  destroy(): void {
    this.#hls.destroy();
  }

  #handlePlaylist(track: string, details: LevelDetails): void {
    const reason = this.#playlists.see(track, { startSn: details.startSN, endSn: details.endSN });
    if (reason) this.#handler.handleFailure({ kind: "restarted", reason: `${track}: ${reason}` });
    else if (!details.live) this.#handler.handleEndOfPlaylist();
  }

  #handleFatal(names: typeof Hls, data: ErrorData): void {
    if (data.type === names.ErrorTypes.NETWORK_ERROR) {
      const status = data.response?.code ?? null;
      this.#handler.handleFailure({ kind: "network", reason: data.details, status });
    } else {
      this.#handler.handleFailure({ kind: "media", reason: data.details });
    }
  }

  #tellQuality(): void {
    const levels = this.#hls.levels.map((level, index) => ({
      index,
      width: level.width,
      height: level.height,
      bitrate_bps: level.bitrate,
      fps: level.frameRate,
    }));
    const current = this.#hls.currentLevel >= 0 ? this.#hls.currentLevel : this.#hls.nextLevel;
    this.#handler.handleQuality(levels, current, this.#hls.autoLevelEnabled);
  }
}
