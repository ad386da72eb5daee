// An encoder whose picture shows the time at which each frame was made, as a row of black and
// white squares that a program reads back from the screen: glass to glass, without a camera.

import { spawn } from 'node:child_process';
import { program } from '../../e2e/harness/paths.js';
import { BITS, SQUARE } from './clock-picture.js';

const [WIDTH, HEIGHT, FPS] = [1280, 720, 30];

/** Starts to publish to `url`; `stop()` ends it. */
export function publishClock(url) {
  const child = spawn(
    program('ffmpeg'),
    [
      ...['-hide_banner', '-loglevel', 'error'],
      ...[
        '-use_wallclock_as_timestamps',
        '1',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'gray',
        '-s',
        `${WIDTH}x${HEIGHT}`,
        '-r',
        String(FPS),
        '-i',
        '-',
      ],
      ...[
        '-f',
        'lavfi',
        '-use_wallclock_as_timestamps',
        '1',
        '-re',
        '-i',
        'sine=frequency=440:sample_rate=48000',
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
      ...['-g', String(FPS * 2), '-b:v', '2500k', '-c:a', 'aac', '-b:a', '128k', '-f', 'flv', url],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const picture = Buffer.alloc(WIDTH * HEIGHT, 96);
  const started = performance.now();
  let frames = 0;
  child.stdin.on('error', () => {}); // it ended: `gone` tells
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1_000) * FPS;
    if (frames >= due || child.stdin.writableLength > picture.length * 4) return;
    frames += 1;
    draw(picture, Date.now());
    child.stdin.write(Buffer.from(picture));
  }, 4);
  return {
    gone: new Promise((resolve) => child.on('exit', resolve)),
    stop() {
      clearInterval(timer);
      child.kill('SIGKILL');
      return this.gone;
    },
  };
}

function draw(picture, now) {
  const value = BigInt(now);
  for (let bit = 0; bit < BITS; bit += 1) {
    const level = (value >> BigInt(bit)) & 1n ? 235 : 16;
    for (let y = 0; y < SQUARE; y += 1) {
      picture.fill(level, y * WIDTH + bit * SQUARE, y * WIDTH + (bit + 1) * SQUARE);
    }
  }
}
