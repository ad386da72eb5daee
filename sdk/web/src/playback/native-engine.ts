import type { Engine, EngineHandler } from "./engine.ts";

/** Plays by the browser's own HLS: iPhones before iOS 17.1, which have no Media Source. */
export class NativeEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #handler: EngineHandler;
  readonly #offs: (() => void)[] = [];

  static canPlay(video: HTMLVideoElement): boolean {
    return video.canPlayType("application/vnd.apple.mpegurl") !== "";
  }

  constructor(video: HTMLVideoElement, handler: EngineHandler) {
    this.#video = video;
    this.#handler = handler;
    this.#on("loadedmetadata", () => handler.handleReady());
    this.#on("error", () => this.#handleError());
    this.#on("ended", () => handler.handleEndOfPlaylist());
  }

  load(src: string): void {
    this.#video.src = src;
    this.#video.load();
  }

  recoverMedia(): boolean {
    return false;
  }

  setQuality(): void {
    // The browser chooses.
  }

  livePositionS(): number | null {
    const { seekable } = this.#video;
    return seekable.length > 0 ? seekable.end(seekable.length - 1) : null;
  }

  edgeLatencyS(): number | null {
    const live = this.livePositionS();
    return live === null ? null : Math.max(0, live - this.#video.currentTime);
  }

  targetLatencyS(): number | null {
    return null;
  }

  playingDate(): Date | null {
    const video = this.#video as HTMLVideoElement & { getStartDate?: () => Date };
    const start = video.getStartDate?.().getTime() ?? Number.NaN;
    return Number.isFinite(start) ? new Date(start + video.currentTime * 1000) : null;
  }

  bandwidthBps(): number | null {
    return null;
  }

  destroy(): void {
    for (const off of this.#offs) off();
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  #on(event: string, listener: () => void): void {
    this.#video.addEventListener(event, listener);
    this.#offs.push(() => this.#video.removeEventListener(event, listener));
  }

  #handleError(): void {
    const error = this.#video.error;
    const reason = error?.message || `media error ${error?.code ?? "unknown"}`;
    const decoding = error?.code === MediaError.MEDIA_ERR_DECODE;
    this.#handler.handleFailure(
      decoding ? { kind: "media", reason } : { kind: "network", reason, status: null },
    );
  }
}
