// N encoders that send the clip as fast as time goes.

import { join } from 'node:path';
import { Child } from '../../e2e/harness/child.js';
import { program } from '../../e2e/harness/paths.js';
import { clip } from './clip.js';

export async function publish(server, count, folder) {
  const file = clip();
  const all = [];
  for (let n = 0; n < count; n += 1) {
    const child = new Child({
      name: `publisher ${n}`,
      command: program('ffmpeg'),
      args: [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-re', '-stream_loop', '-1', '-i', file],
        ...['-c', 'copy', '-f', 'flv', '-flvflags', 'no_duration_filesize', server.publishUrl(n)],
      ],
      log: join(folder, `publisher-${n}.log`),
    });
    await child.start();
    all.push(child);
  }
  return {
    all,
    /** Those that ended by themselves, which none should. */
    lost: () => all.filter((child) => !child.running),
    stop: () => Promise.all(all.map((child) => child.running && child.kill())),
  };
}
