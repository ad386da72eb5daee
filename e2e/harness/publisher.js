// FFmpeg as the encoder: a moving picture and a tone, as fast as time goes.

import { join } from 'node:path';
import { Child } from './child.js';
import { program } from './paths.js';

/**
 * @param {{url: string, key: string, folder: string, seconds?: number, size?: string,
 *   fps?: number, bitrate?: string, name?: string, video?: string[]}} options
 */
export function publisher({
  url,
  key,
  folder,
  seconds = 600,
  size = '640x360',
  fps = 30,
  bitrate = '800k',
  name = 'ffmpeg',
}) {
  return new Child({
    name,
    command: program('ffmpeg'),
    args: [
      ...['-hide_banner', '-loglevel', 'warning', '-nostdin', '-re'],
      ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
      ...['-t', String(seconds)],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
      ...['-g', String(fps * 2), '-b:v', bitrate, '-c:a', 'aac', '-b:a', '96k'],
      ...['-f', 'flv', `${url}/${key}`],
    ],
    log: join(folder, `${name}.log`),
  });
}
