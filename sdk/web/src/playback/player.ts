import { Emitter } from "../emitter.ts";
import { LiveError } from "../errors.ts";
import type { StreamState } from "../generated/protocol.ts";
import { CatchUp } from "./catch-up.ts";
import type { Engine, EngineFailure, EngineHandler } from "./engine.ts";
import { HlsEngine, loadHls } from "./hls-engine.ts";
import { NativeEngine } from "./native-engine.ts";
import { readStats } from "./stats.ts";
import type { PlayerEvents, PlayerOptions, PlayerState, PlayerStats, Quality } from "./types.ts";
import { Watchdog } from "./watchdog.ts";

const TICK_MS = 250;
const STATS_EVERY_TICKS = 4;
/** Waits before it begins anew, after failures in a row. */
const RESTART_WAITS_MS = [200, 500, 1_000, 2_000];
/** Media failures in a row, without a picture between, after which it gives up. */
const MEDIA_FAILURES_MAX = 6;

/**
 * Plays a live stream in a `<video>` element, and keeps it playing.
 *
 * Whatever breaks (line, server, decoder, playlist), the player begins anew by itself until there
 * is a picture again. It gives up only when this browser can't play the media at all.
 */
export class Player extends Emitter<PlayerEvents> {
  readonly video: HTMLVideoElement;
  readonly #options: PlayerOptions;
  readonly #offs: (() => void)[] = [];
  readonly #watchdog = new Watchdog();
  readonly #catchUp = new CatchUp();
  readonly #ticker: ReturnType<typeof setInterval>;
  #src: string;
  #engine: Engine | null = null;
  /** Counts restarts: what an engine of an earlier one tells is ignored. */
  #generation = 0;
  #state: PlayerState = "loading";
  #ticks = 0;
  #restarts = 0;
  #failures = 0;
  #mediaFailures = 0;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;
  #wantsToPlay: boolean;
  #streamEnded = false;
  /** Whoever paused and goes on wants to see what they left; the rest want to see what is live. */
  #followsLive = true;
  #quality: PlayerEvents["quality"] = { levels: [], current: -1, auto: true };

  constructor(video: HTMLVideoElement, options: PlayerOptions) {
    super();
    this.video = video;
    this.#options = options;
    this.#src = options.src;
    this.#wantsToPlay = options.autoplay ?? true;
    video.playsInline = true;
    this.#watchVideo();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    void this.#start();
  }

  get state(): PlayerState {
    return this.#state;
  }

  get quality(): { levels: Quality[]; current: number; auto: boolean } {
    return this.#quality;
  }

  get stats(): PlayerStats {
    return readStats(this.video, this.#engine, this.#watchdog.stalls, this.#restarts);
  }

  /** Plays another stream, or this one anew. */
  load(src: string): void {
    this.#src = src;
    this.#streamEnded = false;
    this.#failures = 0;
    this.#mediaFailures = 0;
    this.#setState("loading");
    void this.#start();
  }

  /** Plays; without sound if the browser allows only that. */
  async play(): Promise<void> {
    this.#wantsToPlay = true;
    try {
      await this.video.play();
    } catch (thrown) {
      if (!(thrown instanceof DOMException) || thrown.name !== "NotAllowedError") return;
      if (this.video.muted) return this.#blocked();
      this.video.muted = true;
      try {
        await this.video.play();
        this.emit("autoplay_muted", null);
      } catch {
        this.#blocked();
      }
    }
  }

  pause(): void {
    this.#wantsToPlay = false;
    this.#followsLive = false;
    this.video.pause();
    // Before the first picture the video is paused already and tells nothing.
    this.#setState("paused");
  }

  setMuted(muted: boolean): void {
    this.video.muted = muted;
  }

  /** Jumps to what is live. */
  goLive(): void {
    this.#followsLive = true;
    const live = this.#engine?.livePositionS() ?? null;
    if (live !== null && Number.isFinite(live)) this.video.currentTime = live;
    void this.play();
  }

  /** Chooses a rendition by its index, or −1 to let the player choose. */
  setQuality(index: number): void {
    this.#engine?.setQuality(index);
  }

  /** What the room told of the stream: helps the player not to wait in vain. */
  handleStreamState(state: StreamState): void {
    this.#streamEnded = state === "ended";
    if (state === "live" && (this.#state === "recovering" || this.#state === "ended"))
      this.#restart("stream is live");
    // What is buffered is still played.
    if (this.#streamEnded && this.#state !== "playing") this.#setState("ended");
  }

  /** Stops and lets go of the video element. */
  destroy(): void {
    this.#generation += 1;
    clearInterval(this.#ticker);
    clearTimeout(this.#restartTimer);
    for (const off of this.#offs) off();
    this.#engine?.destroy();
    this.#engine = null;
    this.video.pause();
    this.removeAllListeners();
  }

  async #start(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    clearTimeout(this.#restartTimer);
    this.#engine?.destroy();
    this.#engine = null;
    this.#watchdog.handleRestarted(performance.now());
    const handler = this.#handlerOf(generation);
    let engine: Engine | null = null;
    if (hasMediaSource()) {
      const hls = await loadHls().catch((cause: unknown) => String(cause));
      if (generation !== this.#generation) return;
      if (typeof hls === "string")
        return handler.handleFailure({ kind: "network", reason: hls, status: null });
      engine = HlsEngine.create(hls, this.video, this.#options.lowLatency ?? true, handler);
    }
    if (!engine && NativeEngine.canPlay(this.video)) engine = new NativeEngine(this.video, handler);
    if (!engine) return this.#fail(new LiveError("playback_unsupported"));
    this.#engine = engine;
    engine.load(this.#src);
  }

  #handlerOf(generation: number): EngineHandler {
    const ifCurrent = (act: () => void) => {
      if (generation === this.#generation) act();
    };
    return {
      handleReady: () => ifCurrent(() => void (this.#wantsToPlay && this.play())),
      handleQuality: (levels, current, auto) =>
        ifCurrent(() => {
          this.#quality = { levels, current, auto };
          this.emit("quality", this.#quality);
        }),
      handleFailure: (failure) => ifCurrent(() => this.#handleFailure(failure)),
      handleEndOfPlaylist: () =>
        ifCurrent(() => {
          this.#streamEnded = true;
        }),
    };
  }

  #handleFailure(failure: EngineFailure): void {
    if (failure.kind === "media") {
      this.#mediaFailures += 1;
      if (this.#mediaFailures > MEDIA_FAILURES_MAX) {
        return this.#fail(new LiveError("playback_failed", { cause: new Error(failure.reason) }));
      }
      if (this.#engine?.recoverMedia()) return;
    }
    if (this.#streamEnded && failure.kind === "network") return this.#setState("ended");
    const refused = failure.kind === "network" && (failure.status === 401 || failure.status === 403);
    this.#restartSoon(failure.reason, refused);
  }

  /** Waits a little longer after each failure in a row, and asks for a fresh address if need be. */
  #restartSoon(reason: string, refused: boolean): void {
    const wait = RESTART_WAITS_MS[Math.min(this.#failures, RESTART_WAITS_MS.length - 1)] ?? 0;
    this.#failures += 1;
    this.#setState("recovering");
    this.#watchdog.handleRestarted(performance.now());
    clearTimeout(this.#restartTimer);
    const generation = this.#generation;
    this.#restartTimer = setTimeout(
      async () => {
        if (refused && this.#options.refreshSource) {
          // If this fails too, the old address fails again and brings us back here.
          this.#src = await this.#options.refreshSource().catch(() => this.#src);
        }
        if (generation === this.#generation) this.#restart(reason);
      },
      wait * (0.75 + Math.random() / 2),
    );
  }

  #restart(reason: string): void {
    this.#restarts += 1;
    this.#setState("recovering");
    this.emit("restarted", { reason });
    void this.#start();
  }

  #tick(): void {
    this.#ticks += 1;
    const { video } = this;
    const settled = this.#state === "failed" || this.#state === "ended" || this.#state === "paused";
    const hidden = document.visibilityState === "hidden" && video.paused;
    const action = this.#watchdog.tick({
      nowMs: performance.now(),
      positionS: video.currentTime,
      shouldMove: this.#wantsToPlay && !settled && !hidden,
    });
    if (action !== "none") this.#handleStandstill(action);
    else this.#keepUp();
    if (this.#ticks % STATS_EVERY_TICKS === 0) this.emit("stats", this.stats);
  }

  #keepUp(): void {
    const engine = this.#engine;
    if (!engine || !this.#followsLive || this.#streamEnded || this.#state !== "playing") {
      return this.#catchUp.reset();
    }
    const sample = {
      nowMs: performance.now(),
      latencyS: engine.edgeLatencyS(),
      targetS: engine.targetLatencyS(),
    };
    if (this.#catchUp.tick(sample)) this.goLive();
  }

  #handleStandstill(action: "seek" | "restart"): void {
    if (this.#streamEnded) return this.#setState("ended");
    const live = this.#engine?.livePositionS() ?? null;
    if (action === "restart") this.#restart("the picture stood still");
    else if (live !== null && Math.abs(live - this.video.currentTime) > 0.5) this.goLive();
  }

  #watchVideo(): void {
    this.#on("playing", () => {
      this.#failures = 0;
      this.#setState("playing");
    });
    this.#on("timeupdate", () => {
      if (this.video.paused || this.video.readyState < 3) return;
      this.#mediaFailures = 0;
      this.#setState("playing");
    });
    this.#on("waiting", () => {
      if (this.#state === "playing") this.#setState("buffering");
    });
    this.#on("pause", () => {
      // Also the browser's own controls pause; the end of a source pauses too.
      if (!this.video.ended && this.#state === "playing") {
        this.#wantsToPlay = false;
        this.#followsLive = false;
        this.#setState("paused");
      }
    });
    this.#on("play", () => {
      this.#wantsToPlay = true;
      if (this.#state === "paused") this.#setState("buffering");
    });
    this.#on("ended", () => this.#setState("ended"));
  }

  #on(event: string, listener: () => void): void {
    this.video.addEventListener(event, listener);
    this.#offs.push(() => this.video.removeEventListener(event, listener));
  }

  #blocked(): void {
    this.#wantsToPlay = false;
    this.#setState("paused");
    this.emit("autoplay_blocked", null);
  }

  #fail(error: LiveError): void {
    this.#engine?.destroy();
    this.#engine = null;
    this.#setState("failed", error);
  }

  #setState(state: PlayerState, error: LiveError | null = null): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit("state", { state, error });
  }
}

function hasMediaSource(): boolean {
  return "ManagedMediaSource" in globalThis || "MediaSource" in globalThis;
}
