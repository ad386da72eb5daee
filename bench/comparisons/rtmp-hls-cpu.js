// CPU-seconds per stream-minute of taking RTMP in and giving LL-HLS to one viewer a stream.

import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { scratch } from '../../e2e/harness/paths.js';
import { waitFor } from '../../e2e/harness/wait.js';
import { CLIP } from '../load/clip.js';
import { publish } from '../load/publishers.js';
import { watch } from '../load/viewers.js';
import { options } from '../measure/options.js';
import { finish } from '../measure/outcome.js';
import { cpuSeconds, residentMb } from '../measure/processes.js';
import { startMediamtx } from '../peers/mediamtx.js';
import { startNginxRtmp } from '../peers/nginx-rtmp.js';
import { startOurs } from '../peers/ours.js';

const chosen = options({ streams: 50, seconds: 60, steps: '' });
const folder = scratch('bench');

async function measure(server, streams, seconds) {
  const publishers = await publish(server, streams, folder);
  const urls = Array.from({ length: streams }, (_, n) => server.playlistUrl(n));
  const viewers = watch(urls);
  try {
    await waitFor(
      'every viewer to get media',
      async () => {
        const counts = await viewers.counts();
        return counts.starved === 0 && counts.media >= streams * 10;
      },
      { ms: 90_000, everyMs: 500 },
    );
    const before = await viewers.counts();
    const [cpu, at] = [cpuSeconds(server.child.pid), performance.now()];
    await pause(seconds * 1_000);
    const minutes = (performance.now() - at) / 60_000;
    const used = cpuSeconds(server.child.pid) - cpu;
    const now = await viewers.counts();
    if (publishers.lost().length)
      throw new Error(`${publishers.lost().length} publishers were lost: ${publishers.lost()[0].tail(5)}`);
    const mbit = ((now.bytes - before.bytes) * 8) / (minutes * 60) / 1e6;
    return {
      server: server.name,
      streams,
      cpu_s_per_stream_min: used / (streams * minutes),
      memory_mb: Math.round(residentMb(server.child.pid)),
      viewers_mbit_per_s: Math.round(mbit),
      requests_per_s: Math.round(
        (now.playlists + now.media - before.playlists - before.media) / (minutes * 60),
      ),
      viewer_errors: now.errors - before.errors,
      last_error: now.errors > before.errors ? now.lastError : undefined,
    };
  } finally {
    await viewers.stop();
    await publishers.stop();
  }
}

async function column(start, streams) {
  const server = await start(streams);
  try {
    const row = await measure(server, streams, chosen.seconds);
    console.error(JSON.stringify(row));
    return row;
  } finally {
    if (server.platform) await server.platform.stop();
    else await server.child.stop('SIGTERM');
  }
}

const steps = chosen.steps ? chosen.steps.split(',').map(Number) : [chosen.streams];
const columns = [];
for (const streams of steps) {
  for (const start of [
    startOurs,
    () => startMediamtx(folder),
    () => startNginxRtmp(scratch('bench-nginx')),
  ]) {
    columns.push(await column(start, streams));
  }
}
const last = columns.slice(-3);
rmSync(folder, { recursive: true, force: true });
finish({
  name: 'rtmp-hls-cpu',
  goal: '<=0.5',
  ours: last[0].cpu_s_per_stream_min,
  peer: last[1].cpu_s_per_stream_min,
  unit: 'cpu_s_per_stream_minute',
  peerName: last[1].server,
  settings: { streams: steps, seconds: chosen.seconds, viewers_per_stream: 1, media: CLIP },
  columns,
});
process.exit(0);
