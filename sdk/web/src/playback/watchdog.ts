/** What the watchdog is told, several times a second. */
export interface WatchdogSample {
  nowMs: number;
  /** The video's `currentTime`. */
  positionS: number;
  /** Whether it should move: not paused, not ended. */
  shouldMove: boolean;
}

/** What to do: nothing, jump to live, or begin anew. */
export type WatchdogAction = "none" | "seek" | "restart";

export interface StallEvents {
  stalls: number;
  stalledMs: number;
}

/** A shorter standstill is a hiccup, not a stall. */
const STALL_MS = 500;
const SEEK_AFTER_MS = 2_500;
const RESTART_AFTER_MS = 5_000;
/** Further restarts come this much later each. */
const RESTART_STEP_MS = 4_000;
const RESTART_MAX_MS = 8_000;

/**
 * Notices a picture that stands still although it should move, whatever the reason: that is how a
 * viewer sees every failure. Pure: time is passed in.
 */
export class Watchdog {
  #positionS = Number.NaN;
  #tickedAtMs = 0;
  #movedAtMs: number | null = null;
  #sought = false;
  #restarts = 0;
  #restartAtMs = 0;
  #inStall = false;
  #stalls = 0;
  #stalledMs = 0;

  get stalls(): StallEvents {
    return { stalls: this.#stalls, stalledMs: this.#stalledMs };
  }

  tick({ nowMs, positionS, shouldMove }: WatchdogSample): WatchdogAction {
    if (!shouldMove) {
      this.#movedAtMs = null;
      this.#inStall = false;
      return "none";
    }
    if (this.#movedAtMs === null) this.#expectMovement(nowMs);
    const movedAtMs = this.#movedAtMs ?? nowMs;
    // A jump (a seek, a new timeline) is no proof of playback: a step as long as the time is. Ticks
    // come late in a hidden page.
    const stepS = positionS - this.#positionS;
    const elapsedS = (nowMs - this.#tickedAtMs) / 1000;
    this.#positionS = positionS;
    this.#tickedAtMs = nowMs;
    if (stepS > 0.01 && stepS < elapsedS * 1.5 + 1) {
      this.#handleMoved(nowMs, movedAtMs);
      return "none";
    }
    const stoodMs = nowMs - movedAtMs;
    if (stoodMs >= STALL_MS && !this.#inStall) {
      this.#inStall = true;
      this.#stalls += 1;
    }
    if (stoodMs >= SEEK_AFTER_MS && !this.#sought) {
      this.#sought = true;
      return "seek";
    }
    if (nowMs >= this.#restartAtMs) {
      this.handleRestarted(nowMs);
      return "restart";
    }
    return "none";
  }

  /** The player began anew, for whatever reason: gives it time before the next restart. */
  handleRestarted(nowMs: number): void {
    this.#restarts += 1;
    this.#restartAtMs = nowMs + Math.min(RESTART_STEP_MS + 1_000 * this.#restarts, RESTART_MAX_MS);
  }

  #expectMovement(nowMs: number): void {
    this.#movedAtMs = nowMs;
    this.#positionS = Number.NaN;
    this.#sought = false;
    this.#restarts = 0;
    this.#restartAtMs = nowMs + RESTART_AFTER_MS;
  }

  #handleMoved(nowMs: number, movedAtMs: number): void {
    if (this.#inStall) {
      this.#inStall = false;
      this.#stalledMs += nowMs - movedAtMs;
    }
    this.#movedAtMs = nowMs;
    this.#sought = false;
    this.#restarts = 0;
    this.#restartAtMs = nowMs + RESTART_AFTER_MS;
  }
}
