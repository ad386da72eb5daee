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

test("each comment is handed on once, whatever is lost, doubled or out of order", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = random(seed);
    const log = new CommentLog();
    const handed: number[] = [];
    let written = Math.floor(next() * 80);
    const first = Math.max(0, written - 50);
    const join = () => {
      const after = log.resumeAfter ?? Math.max(0, written - 50);
      const missed = Array.from({ length: written - after }, (_, at) => comment(after + 1 + at));
      handed.push(...log.catchUp(missed).map(({ seq }) => seq));
      assert.equal(log.hasHole, false, "the server told all");
    };
    join();
    const inFlight: number[] = [];
    for (let step = 0; step < 200; step += 1) {
      const dice = next();
      if (dice < 0.5) {
        written += 1;
        if (next() > 0.1) inFlight.push(written);
        if (next() < 0.1) inFlight.push(written);
      } else if (dice < 0.95 && inFlight.length > 0) {
        const [seq = 0] = inFlight.splice(Math.floor(next() * Math.min(3, inFlight.length)), 1);
        if (log.see(comment(seq))) handed.push(seq);
      } else {
        join();
      }
    }
    join();
    const all = Array.from({ length: written - first }, (_, at) => first + 1 + at);
    assert.deepEqual(
      [...handed].sort((a, b) => a - b),
      all,
      `seed ${seed}`,
    );
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
