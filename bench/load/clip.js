// What the publishers send: a clip that is encoded once and then only copied, so that fifty
// encoders cost the machine little.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from '../../e2e/harness/paths.js';

const cache =
  process.env.LIVE_CACHE_DIR ??
  join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME, '.cache'), 'live-engine');

export const CLIP = '1280x720, 30 fps, H.264 at 2.5 Mbit/s, key frame every 2 s, AAC at 128 kbit/s';

/** The clip's file: 60 seconds. */
export function clip() {
  const path = join(cache, 'bench/clip-720p30-2500k.flv');
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  console.error('encoding the clip that is published…');
  execFileSync(
    program('ffmpeg'),
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
      ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
      ...['-t', '60', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-bf', '0'],
      ...['-g', '60', '-keyint_min', '60', '-sc_threshold', '0'],
      ...['-b:v', '2500k', '-minrate', '2500k', '-maxrate', '2500k', '-bufsize', '2500k'],
      ...['-nal-hrd', 'cbr', '-c:a', 'aac', '-b:a', '128k', '-f', 'flv', `${path}.new`],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  renameSync(`${path}.new`, path);
  return path;
}
