// The embedded engine, built with the release profile, with a stream for each publisher.

import { Person } from '../../e2e/harness/api.js';
import { startEmbedded } from '../../e2e/harness/embedded.js';

export async function startOurs(streams, env = {}) {
  process.env.LIVE_E2E_PROFILE ??= 'release';
  const platform = await startEmbedded({
    env: { LIVE_RTMP__THUMBNAIL_INTERVAL_S: '0', LIVE_LOG__FILTER: 'warn', ...env },
  });
  const made = [];
  for (let n = 0; n < streams; n += 1) {
    // Each streamer has one open stream.
    const streamer = await Person.register(platform.url, 'streamer');
    made.push({ streamer, stream: await streamer.createStream({ title: `Stream ${n}` }) });
  }
  return {
    name: 'Live Engine (embedded)',
    platform,
    child: platform.services[0],
    streams: made,
    publishUrl: (n) => `${platform.rtmpUrl}/${made[n].stream.ingest.stream_key}`,
    playlistUrl: (n) => `${platform.url}/hls/${made[n].stream.id}/index.m3u8`,
  };
}
