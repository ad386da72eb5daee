import assert from "node:assert/strict";
import { test } from "node:test";
import type { Comment } from "../src/generated/protocol.ts";
import { CommentLog } from "../src/realtime/comment-log.ts";

const comment = (seq: number) => ({ seq }) as Comment;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A room in which comments are lost, doubled and come out of order, by the dice of `next`. */
class Room {
  readonly log = new CommentLog();
  readonly handed: number[] = [];
  readonly inFlight: number[] = [];
  readonly next: () => number;
  written: number;

  constructor(next: () => number) {
    this.next = next;
    this.written = Math.floor(next() * 80);
  }

  write(): void {
    this.written += 1;
    if (this.next() > 0.1) this.inFlight.push(this.written);
    if (this.next() < 0.1) this.inFlight.push(this.written);
  }

  deliver(): void {
    if (this.inFlight.length === 0) return;
    const at = Math.floor(this.next() * Math.min(3, this.inFlight.length));
    const [seq = 0] = this.inFlight.splice(at, 1);
    if (this.log.see(comment(seq))) this.handed.push(seq);
  }

  join(): void {
    const after = this.log.resumeAfter ?? Math.max(0, this.written - 50);
    const missed = range(after + 1, this.written).map(comment);
    this.handed.push(...this.log.catchUp(missed).map(({ seq }) => seq));
    assert.equal(this.log.hasHole, false, "the server told all");
  }
}

const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);

test("each comment is handed on once, whatever is lost, doubled or out of order", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const room = new Room(random(seed));
    const first = Math.max(0, room.written - 50) + 1;
    room.join();
    for (let step = 0; step < 200; step += 1) {
      const dice = room.next();
      if (dice < 0.5) room.write();
      else if (dice < 0.95) room.deliver();
      else room.join();
    }
    room.join();
    const handed = [...room.handed].sort((a, b) => a - b);
    assert.deepEqual(handed, range(first, room.written), `seed ${seed}`);
  }
});

test("a hole is noticed, and closed by what comes late", () => {
  const log = new CommentLog();
  log.catchUp([comment(1)]);
  assert.equal(log.see(comment(3)), true);
  assert.equal(log.hasHole, true);
  assert.equal(log.resumeAfter, 1);
  assert.equal(log.see(comment(2)), true);
  assert.equal(log.hasHole, false);
  assert.equal(log.resumeAfter, 3);
});

test("a hole that the server does not fill is no hole", () => {
  const log = new CommentLog();
  log.catchUp([comment(1)]);
  log.see(comment(3));
  assert.deepEqual(log.catchUp([comment(3)]), []);
  assert.equal(log.resumeAfter, 3);
});
