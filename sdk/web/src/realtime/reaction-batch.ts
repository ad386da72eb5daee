import type { ReactionKind } from "../generated/protocol.ts";

const GATHER_MS = 500;
/** Taps of one kind per message at most; the protocol's limit. What is above is dropped. */
const COUNT_MAX = 20;

/** Gathers taps for half a second, then sends one message a kind. */
export class ReactionBatch {
  readonly #send: (kind: ReactionKind, count: number) => void;
  readonly #counts = new Map<ReactionKind, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (kind: ReactionKind, count: number) => void) {
    this.#send = send;
  }

  add(kind: ReactionKind, count: number): void {
    this.#counts.set(kind, Math.min((this.#counts.get(kind) ?? 0) + count, COUNT_MAX));
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [kind, count] of this.#counts) this.#send(kind, count);
    this.#counts.clear();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#counts.clear();
  }
}
