/** What the catch-up is told, several times a second while it plays. */
export interface CatchUpSample {
  nowMs: number;
  /** Behind the playlist's end, in seconds; null where that isn't known. */
  latencyS: number | null;
  /** How far behind it should be. */
  targetS: number | null;
}

/** Seconds behind the target that playing a little faster makes good (hls.js does that). */
const SLACK_S = 2;
/** It has to be behind for so long: the playlist's end moves in steps. */
const BEHIND_MS = 2_000;
const PAUSE_MIN_MS = 10_000;
const PAUSE_MAX_MS = 160_000;

/**
 * Says when to jump to live: a slow start or a stall leaves the picture seconds behind, too far for
 * playing faster. On a line that can't keep up jumps only hurt, so each makes the next one later.
 * Pure: time is passed in.
 */
export class CatchUp {
  #behindSinceMs: number | null = null;
  #notBeforeMs = 0;
  #pauseMs = PAUSE_MIN_MS;

  /** True if the player is to jump now. */
  tick({ nowMs, latencyS, targetS }: CatchUpSample): boolean {
    if (latencyS === null || targetS === null || latencyS - targetS <= SLACK_S) {
      this.#behindSinceMs = null;
      // A long time without a need: the line is good again.
      if (nowMs - this.#notBeforeMs > this.#pauseMs) this.#pauseMs = PAUSE_MIN_MS;
      return false;
    }
    this.#behindSinceMs ??= nowMs;
    if (nowMs - this.#behindSinceMs < BEHIND_MS || nowMs < this.#notBeforeMs) return false;
    this.#behindSinceMs = null;
    this.#notBeforeMs = nowMs + this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MAX_MS);
    return true;
  }

  /** What was behind is not there any more: it paused, or began anew. */
  reset(): void {
    this.#behindSinceMs = null;
  }
}
