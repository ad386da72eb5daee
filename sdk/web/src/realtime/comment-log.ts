import type { Comment } from "../generated/protocol.ts";

/**
 * Which comments of a stream were seen, so that each is handed on once and none is missed.
 *
 * Invariant: every comment with a `seq` up to `resumeAfter` was seen, or does not exist for this
 * viewer. Numbers of a stream have no gaps, so a hole below the newest one means that something
 * was lost on the way, until a catch-up says that there is nothing.
 */
export class CommentLog {
  #resumeAfter: number | null = null;
  /** Seen numbers above `resumeAfter`. */
  readonly #ahead = new Set<number>();

  /** For `after_seq` of a join; null before the first one. */
  get resumeAfter(): number | null {
    return this.#resumeAfter;
  }

  /** Whether numbers are missing between what was seen. */
  get hasHole(): boolean {
    return this.#ahead.size > 0;
  }

  /** Notes a comment; true if it is new. */
  see(comment: Comment): boolean {
    const { seq } = comment;
    if (this.#resumeAfter === null) {
      // Came before the answer to the first join: the join decides what is behind it.
      const known = this.#ahead.has(seq);
      this.#ahead.add(seq);
      return !known;
    }
    if (seq <= this.#resumeAfter || this.#ahead.has(seq)) return false;
    this.#ahead.add(seq);
    this.#advance();
    return true;
  }

  /**
   * The server told everything after `after` that there is, up to the newest of `comments`: what is
   * missing below does not exist for this viewer. Gives those that are new, in order.
   */
  catchUp(comments: readonly Comment[]): Comment[] {
    const first = this.#resumeAfter === null;
    const fresh = comments
      .filter((comment) => !this.#ahead.has(comment.seq) && (first || comment.seq > (this.#resumeAfter ?? 0)))
      .sort((a, b) => a.seq - b.seq);
    const newest = comments.reduce((max, comment) => Math.max(max, comment.seq), this.#resumeAfter ?? 0);
    this.#resumeAfter = newest;
    for (const seq of this.#ahead) if (seq <= newest) this.#ahead.delete(seq);
    this.#advance();
    return fresh;
  }

  #advance(): void {
    let next = (this.#resumeAfter ?? 0) + 1;
    while (this.#ahead.delete(next)) {
      this.#resumeAfter = next;
      next += 1;
    }
  }
}
