import assert from "node:assert/strict";
import { test } from "node:test";
import { CatchUp } from "../src/playback/catch-up.ts";
import { PlaylistWatch } from "../src/playback/playlist-watch.ts";
import { Watchdog, type WatchdogAction } from "../src/playback/watchdog.ts";

/** Feeds a watchdog four times a second and collects what it does, as "seconds:action". */
function run(
  watchdog: Watchdog,
  seconds: number,
  position: (s: number) => number,
  shouldMove = true,
): string[] {
  const actions: string[] = [];
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += 250) {
    const positionS = position(nowMs / 1000);
    const action: WatchdogAction = watchdog.tick({ nowMs, positionS, shouldMove });
    if (action !== "none") actions.push(`${nowMs / 1000}:${action}`);
  }
  return actions;
}

test("a picture that moves is left alone", () => {
  const watchdog = new Watchdog();
  assert.deepEqual(
    run(watchdog, 60, (s) => s),
    [],
  );
  assert.equal(watchdog.stalls.stalls, 0);
});

test("a picture that stands is sought, then begun anew, again and again", () => {
  const watchdog = new Watchdog();
  const actions = run(watchdog, 30, (s) => Math.min(s, 3));
  assert.deepEqual(actions.slice(0, 2), ["5.5:seek", "8:restart"]);
  const restarts = actions
    .filter((action) => action.endsWith("restart"))
    .map((action) => Number.parseFloat(action));
  assert.ok(restarts.length >= 3);
  for (const [at, when] of restarts.entries()) assert.ok(when - (restarts[at - 1] ?? when) <= 8.25);
});

test("a jump is no proof of playback", () => {
  const watchdog = new Watchdog();
  const actions = run(watchdog, 10, (s) => (s < 3 ? s : s < 5 ? 3 : 60));
  assert.ok(
    actions.some((action) => action.endsWith("restart")),
    actions.join(),
  );
});

test("a hidden page, whose ticks come once a minute, is left alone", () => {
  const watchdog = new Watchdog();
  run(watchdog, 10, (s) => s);
  for (let minute = 1; minute < 10; minute += 1) {
    const s = 10 + minute * 60;
    assert.equal(watchdog.tick({ nowMs: s * 1000, positionS: s, shouldMove: true }), "none");
  }
});

test("stalls are counted with their length", () => {
  const watchdog = new Watchdog();
  run(watchdog, 10, (s) => (s < 3 ? s : s < 5 ? 3 : s - 2));
  assert.equal(watchdog.stalls.stalls, 1);
  assert.ok(watchdog.stalls.stalledMs >= 1_750 && watchdog.stalls.stalledMs <= 2_500);
});

test("a paused picture is left alone", () => {
  assert.deepEqual(
    run(new Watchdog(), 60, () => 3, false),
    [],
  );
});

test("a playlist that does not go on is noticed", () => {
  const watch = new PlaylistWatch();
  assert.equal(watch.see("video", { startSn: 10, endSn: 15 }), null);
  assert.equal(watch.see("audio", { startSn: 1, endSn: 2 }), null);
  assert.equal(watch.see("video", { startSn: 12, endSn: 17 }), null);
  assert.equal(watch.see("video", { startSn: 18, endSn: 20 }), null);
  assert.match(watch.see("video", { startSn: 900, endSn: 902 }) ?? "", /jumped from 20 to 900/);
  assert.match(watch.see("video", { startSn: 0, endSn: 2 }) ?? "", /went back from 902 to 2/);
  assert.equal(watch.see("video", { startSn: 1, endSn: 3 }), null);
});

/** Feeds a catch-up four times a second; the seconds at which it jumps. A jump repairs for `goodS`. */
function jumps(
  catchUp: CatchUp,
  seconds: number,
  latency: (s: number, sinceJump: number) => number,
): number[] {
  const at: number[] = [];
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += 250) {
    const s = nowMs / 1000;
    const latencyS = latency(s, s - (at.at(-1) ?? Number.NEGATIVE_INFINITY));
    if (catchUp.tick({ nowMs, latencyS, targetS: 1 })) at.push(s);
  }
  return at;
}

test("a picture that is far behind jumps once, and one that is near is left to play faster", () => {
  assert.deepEqual(
    jumps(new CatchUp(), 60, (_, since) => (since < 60 ? 1.2 : 7)),
    [2],
  );
  assert.deepEqual(
    jumps(new CatchUp(), 60, () => 2.9),
    [],
  );
  // The playlist's end moves in steps of a part or a segment.
  assert.deepEqual(
    jumps(new CatchUp(), 60, (s) => (s % 2 < 1 ? 4 : 1)),
    [],
  );
});

test("on a line that can't keep up it jumps less and less often", () => {
  const at = jumps(new CatchUp(), 300, (_, since) => (since < 1 ? 1.2 : 7));
  assert.deepEqual(at, [2, 12, 32, 72, 152]);
});

test("without a measure it does not jump", () => {
  const catchUp = new CatchUp();
  for (let nowMs = 0; nowMs < 60_000; nowMs += 250)
    assert.equal(catchUp.tick({ nowMs, latencyS: null, targetS: 1 }), false);
});
