// Glass-to-glass latency of LL-HLS in Chromium, hls.js with the same settings for both.

import { rmSync } from 'node:fs';
import { text } from '../../e2e/harness/http.js';
import { scratch } from '../../e2e/harness/paths.js';
import { waitFor } from '../../e2e/harness/wait.js';
import { publishClock } from '../load/clock-source.js';
import { latencies } from '../load/player.js';
import { percentile } from '../measure/numbers.js';
import { options } from '../measure/options.js';
import { finish } from '../measure/outcome.js';
import { startMediamtx } from '../peers/mediamtx.js';
import { startOurs } from '../peers/ours.js';

const chosen = options({ seconds: 60, warmup: 15 });

async function column(start) {
  const folder = scratch('bench');
  const server = await start(folder);
  const source = publishClock(server.publishUrl(0));
  try {
    await waitFor('the playlist', () => text(server.playlistUrl(0)), { ms: 30_000, everyMs: 250 });
    const seen = await latencies(server.playlistUrl(0), chosen);
    const row = {
      server: server.name,
      samples: seen.glass.length,
      glass_p50_ms: percentile(seen.glass, 0.5),
      glass_p95_ms: percentile(seen.glass, 0.95),
      glass_max_ms: Math.max(...seen.glass),
      program_date_p95_ms: seen.date.length ? percentile(seen.date, 0.95) : null,
      stalls: seen.stalls,
      frames_decoded: seen.decoded,
      frames_dropped: seen.dropped,
    };
    console.error(JSON.stringify(row));
    return row;
  } finally {
    await source.stop();
    if (server.platform) await server.platform.stop();
    else await server.child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const columns =
  process.env.BENCH_ONLY === 'peer'
    ? [await column(startMediamtx), await column(startMediamtx)]
    : [await column(() => startOurs(1)), await column(startMediamtx)];
finish({
  name: 'llhls-latency',
  goal: '<2000ms',
  ours: columns[0].glass_p95_ms,
  peer: columns[1].glass_p95_ms,
  unit: 'p95_ms',
  peerName: columns[1].server,
  settings: {
    seconds: chosen.seconds,
    warmup_s: chosen.warmup,
    media: '1280x720, 30 fps, H.264 at 2.5 Mbit/s, key frame every 2 s, AAC',
    player: 'hls.js 1.7.4, lowLatencyMode',
  },
  columns,
});
process.exit(0);
