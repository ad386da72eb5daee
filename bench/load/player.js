// hls.js in Chromium, as the web client uses it, and the latency that a person there has: the
// clock now minus the clock in the picture, read four times a second.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { launch } from '../../e2e/harness/browser.js';
import { BITS, SQUARE } from './clock-picture.js';

const hls = readFileSync(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'));
const PAGE =
  '<!doctype html><title>player</title><video muted autoplay width=1280 height=720></video><script src=/hls.js></script>';

function pages() {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      const script = request.url === '/hls.js';
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      response.end(script ? hls : PAGE);
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** In the page: plays, and gathers latencies in `globalThis.samples`. */
function play({ url, bits, square }) {
  const video = document.querySelector('video');
  const canvas = new OffscreenCanvas(bits, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  globalThis.samples = [];
  globalThis.faults = [];
  const player = new globalThis.Hls({ lowLatencyMode: true });
  globalThis.player = player;
  player.on('hlsError', (_, data) => {
    globalThis.faults.push(`${data.type} ${data.details}`);
    if (data.fatal) setTimeout(() => player.loadSource(url), 500);
  });
  player.loadSource(url);
  player.attachMedia(video);
  setInterval(() => {
    if (video.readyState < 2 || video.paused) return;
    // The middle of each square becomes one pixel.
    for (let bit = 0; bit < bits; bit += 1) {
      context.drawImage(video, bit * square + square / 3, square / 3, square / 3, square / 3, bit, 0, 1, 1);
    }
    const pixels = context.getImageData(0, 0, bits, 1).data;
    let made = 0;
    for (let bit = bits - 1; bit >= 0; bit -= 1) made = made * 2 + (pixels[bit * 4] > 128 ? 1 : 0);
    const now = Date.now();
    const glass = now - made;
    const date = player.playingDate ? now - player.playingDate.getTime() : null;
    // A picture that can't be read (between two frames' blend) is no measurement.
    if (glass >= 0 && glass < 120_000) globalThis.samples.push({ glass, date, stalled: false });
  }, 250);
  video.addEventListener('waiting', () => globalThis.samples.push({ stalled: true }));
}

/** Plays `url` and answers the samples of `seconds` after a warm-up. */
export async function latencies(url, { warmup, seconds }) {
  const server = await pages();
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(play, { url, bits: BITS, square: SQUARE });
    await page
      .waitForFunction(() => globalThis.samples.length > 3, null, { timeout: 60_000 })
      .catch(async (error) => {
        const faults = await page.evaluate(() => globalThis.faults);
        throw new Error(`nothing was played: ${faults.slice(0, 5).join(', ')} (${error.message})`);
      });
    await page.waitForTimeout(warmup * 1_000);
    await page.evaluate(() => {
      globalThis.samples.length = 0;
    });
    await page.waitForTimeout(seconds * 1_000);
    const all = await page.evaluate(() => globalThis.samples);
    const frames = await page.evaluate(() => {
      const quality = document.querySelector('video').getVideoPlaybackQuality();
      return { decoded: quality.totalVideoFrames, dropped: quality.droppedVideoFrames };
    });
    return {
      glass: all.filter((one) => !one.stalled).map((one) => one.glass),
      date: all.filter((one) => one.date != null).map((one) => one.date),
      stalls: all.filter((one) => one.stalled).length,
      ...frames,
    };
  } finally {
    await browser.close();
    server.close();
  }
}
