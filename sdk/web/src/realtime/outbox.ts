import { LiveError } from "../errors.ts";
import type { Comment } from "../generated/protocol.ts";

interface Waiting {
  clientId: string;
  body: string;
  /** `Date.now()` after which it is given up. */
  until: number;
  resolve: (comment: Comment) => void;
  reject: (error: LiveError) => void;
}

/** How long a comment is tried before its writer hears that it failed. */
const GIVE_UP_MS = 30_000;
/** Comments waiting at most; beyond, new ones are refused (the writer is told). */
const WAITING_MAX = 20;
const RETRY_MS = 1_000;

/**
 * Comments on their way, sent one after the other so that they keep their order.
 *
 * Each goes out under the `client_id` that it keeps through every retry: the server stores it
 * once, however often an acknowledgement is lost.
 */
export class Outbox {
  readonly #deliver: (clientId: string, body: string) => Promise<Comment>;
  readonly #waiting: Waiting[] = [];
  #open = false;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (clientId: string, body: string) => Promise<Comment>) {
    this.#deliver = deliver;
  }

  add(clientId: string, body: string): Promise<Comment> {
    if (this.#waiting.length >= WAITING_MAX) return Promise.reject(new LiveError("rate_limited"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ clientId, body, until: Date.now() + GIVE_UP_MS, resolve, reject });
      this.#pump();
    });
  }

  /** The room was joined: what waits goes out. */
  handleJoined(): void {
    this.#open = true;
    this.#pump();
  }

  /** The room was lost: what waits stays. */
  handleLost(): void {
    this.#open = false;
    this.#pump();
  }

  /** The room was left: what waits fails. */
  close(error: LiveError): void {
    this.#open = false;
    clearTimeout(this.#timer);
    for (const each of this.#waiting.splice(0)) each.reject(error);
  }

  #pump(afterMs = 0): void {
    clearTimeout(this.#timer);
    this.#expire();
    const next = this.#waiting[0];
    if (!next || this.#sending) return;
    if (!this.#open || afterMs > 0) {
      const wait = this.#open ? afterMs : next.until - Date.now();
      this.#timer = setTimeout(() => this.#pump(), wait);
      return;
    }
    this.#sending = true;
    this.#deliver(next.clientId, next.body)
      .then(
        (comment) => {
          this.#remove(next);
          next.resolve(comment);
          return 0;
        },
        (thrown: unknown) => this.#handleFailure(next, LiveError.from(thrown)),
      )
      .then((waitMs) => {
        this.#sending = false;
        this.#pump(waitMs);
      });
  }

  /** Gives the milliseconds to wait before the next try. */
  #handleFailure(failed: Waiting, error: LiveError): number {
    const waitMs = error.retryAfterS === null ? RETRY_MS : error.retryAfterS * 1000;
    if (error.isTemporary && Date.now() + waitMs < failed.until) return waitMs;
    this.#remove(failed);
    failed.reject(error);
    return 0;
  }

  #expire(): void {
    while (this.#waiting[0] && !this.#sending && this.#waiting[0].until <= Date.now()) {
      this.#waiting.shift()?.reject(new LiveError("offline"));
    }
  }

  #remove(done: Waiting): void {
    const at = this.#waiting.indexOf(done);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}
