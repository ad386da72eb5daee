// MediaMTX with everything off that the comparison doesn't use, and parts and segments as long as
// ours, so that both answer as many requests.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../../e2e/harness/child.js';
import { root } from '../../e2e/harness/paths.js';
import { freePort } from '../../e2e/harness/ports.js';
import { listens } from './listens.js';

export async function startMediamtx(folder) {
  const program = execFileSync(join(root, 'bench/peers/mediamtx.sh'), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
    .toString()
    .trim();
  const [rtmp, hls] = [await freePort(), await freePort()];
  const config = join(folder, 'mediamtx.yml');
  writeFileSync(
    config,
    `logLevel: warn
rtsp: no
webrtc: no
srt: no
rtmp: yes
rtmpAddress: 127.0.0.1:${rtmp}
hls: yes
hlsAddress: 127.0.0.1:${hls}
hlsVariant: lowLatency
hlsPartDuration: 300ms
hlsSegmentDuration: 2s
hlsSegmentCount: 10
paths:
  all_others:
`,
  );
  const child = new Child({
    name: 'mediamtx',
    command: program,
    args: [config],
    cwd: folder,
    log: join(folder, 'mediamtx.log'),
    ready: () => listens(rtmp),
  });
  await child.start();
  return {
    name: 'MediaMTX v1.14.0',
    child,
    publishUrl: (n) => `rtmp://127.0.0.1:${rtmp}/live/stream${n}`,
    playlistUrl: (n) => `http://127.0.0.1:${hls}/live/stream${n}/index.m3u8`,
  };
}
