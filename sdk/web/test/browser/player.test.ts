// The player in Chromium against a stream from FFmpeg that breaks in every way that we know.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Player, PlayerState, PlayerStats } from "../../src/index.ts";
import { Broadcast } from "./broadcast.ts";

/** What the page under test keeps for us. */
interface PageState {
  player: Player;
  states: PlayerState[];
  heard: string[];
  refreshed: number;
}
declare global {
  var live: PageState;
}

/** The promise to viewers. */
const RECOVERY_MS = 10_000;

let browser: Browser;
let broadcast: Broadcast;
let page: Page;
const pageErrors: Error[] = [];

before(async () => {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=document-user-activation-required"],
  });
});
after(() => browser.close());

beforeEach(async () => {
  broadcast = await Broadcast.start();
  page = await browser.newPage();
  page.on("pageerror", (error) => pageErrors.push(error));
});
afterEach(async () => {
  assert.deepEqual(pageErrors.splice(0), [], "the page threw");
  await page.close();
  await broadcast.stop();
});

async function play(query = ""): Promise<void> {
  await page.goto(`${broadcast.url}/page.html?src=${encodeURIComponent(`/hls/index.m3u8${query}`)}`);
}

/** Waits until the picture moves: time goes on and frames are decoded, for half a second. */
async function moving(limitMs: number): Promise<number> {
  const began = Date.now();
  const seen = async () =>
    page.evaluate(() => ({ s: globalThis.live.player.video.currentTime, ...globalThis.live.player.stats }));
  let last = await seen();
  for (;;) {
    await page.waitForTimeout(250);
    const now = await seen();
    if (now.s > last.s && now.s - last.s < 2 && now.frames_decoded > last.frames_decoded)
      return Date.now() - began;
    last = now;
    if (Date.now() - began > limitMs) {
      assert.fail(`no picture for ${limitMs} ms: ${JSON.stringify(now)}\n${await heard()}`);
    }
  }
}

const heard = async () => (await page.evaluate(() => globalThis.live.heard)).join("\n");
const stats = (): Promise<PlayerStats> => page.evaluate(() => globalThis.live.player.stats);
const state = (): Promise<PlayerState> => page.evaluate(() => globalThis.live.player.state);
const reached = (wanted: PlayerState, timeout = RECOVERY_MS) =>
  page.waitForFunction((wanted) => globalThis.live.states.includes(wanted), wanted, { timeout });
const stopped = () =>
  page.waitForFunction(() => globalThis.live.player.state !== "playing", null, { timeout: 30_000 });

test("plays without sound where the browser asks for it, and measures itself", async () => {
  await broadcast.goLive(5);
  const muted = page.waitForEvent("console", { predicate: (line) => line.text() === "autoplay_muted" });
  await play();
  await muted;
  await moving(20_000);
  assert.equal(await state(), "playing");
  assert.equal(await page.evaluate(() => globalThis.live.player.video.muted), true);
  const { latency_s, latency_source, frames_decoded, width, buffered_s, restarts } = await stats();
  assert.equal(latency_source, "clock");
  assert.ok(latency_s !== null && latency_s > 0 && latency_s < 20, `latency ${latency_s}`);
  assert.ok(frames_decoded > 0 && buffered_s > 0);
  assert.equal(width, 320);
  assert.equal(restarts, 0);
  const { levels } = await page.evaluate(() => globalThis.live.player.quality);
  assert.deepEqual(
    levels.map((level) => level.height),
    [180],
  );
});

test("comes back by itself when the server crashes and its numbers jump ahead", async () => {
  await broadcast.goLive(5);
  await play();
  await moving(20_000);
  await broadcast.crash();
  await stopped();
  await broadcast.goLive(70_000);
  await moving(RECOVERY_MS);
  assert.ok((await stats()).restarts > 0);
});

test("comes back by itself when the server crashes and its numbers begin again", async () => {
  await broadcast.goLive(500);
  await play();
  await moving(20_000);
  await broadcast.crash();
  await broadcast.goLive(0);
  await moving(RECOVERY_MS);
});

test("waits for a stream that is not there yet", async () => {
  await play();
  await reached("recovering");
  await broadcast.goLive(5);
  await moving(RECOVERY_MS);
});

test("asks for a fresh address when its token is refused", async () => {
  await broadcast.goLive(5);
  broadcast.token = "fresh";
  await play("?token=expired");
  await moving(20_000);
  assert.equal(await page.evaluate(() => globalThis.live.refreshed), 1);
});

test("ends with the stream, and does not try for ever", async () => {
  await broadcast.goLive(5);
  await play();
  await moving(20_000);
  broadcast.end();
  await reached("ended", 20_000);
  await page.waitForTimeout(3_000);
  assert.equal(await state(), "ended");
});

test("stays paused when the viewer pauses, and goes to live when asked", async () => {
  await broadcast.goLive(5);
  await play();
  await moving(20_000);
  await page.evaluate(() => globalThis.live.player.pause());
  const before = (await stats()).latency_s ?? 0;
  await page.waitForTimeout(7_000);
  assert.equal(await state(), "paused");
  await page.evaluate(() => globalThis.live.player.goLive());
  await moving(RECOVERY_MS);
  const { latency_s } = await stats();
  assert.ok(latency_s !== null && latency_s < before + 4, `latency ${latency_s} after ${before}`);
});
