// The embedded shape: one process, SQLite, a bus in process.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './child.js';
import { isReady } from './http.js';
import { limits } from './limits.js';
import { binary, scratch, webDir } from './paths.js';
import { freePort } from './ports.js';

/**
 * @param {{env?: Record<string, string>}} [options]
 * @returns {Promise<import('./platform.js').Platform>}
 */
export async function startEmbedded({ env = {} } = {}) {
  const folder = scratch('embedded');
  const [http, rtmp, metrics] = [await freePort(), await freePort(), await freePort()];
  const url = `http://127.0.0.1:${http}`;
  const engine = new Child({
    name: 'live-engine',
    command: binary('live-engine'),
    args: ['serve'],
    cwd: folder,
    log: join(folder, 'live-engine.log'),
    env: {
      ...limits,
      LIVE_HTTP_ADDR: `127.0.0.1:${http}`,
      LIVE_PUBLIC_URL: url,
      LIVE_RTMP_ADDR: `127.0.0.1:${rtmp}`,
      LIVE_SERVICES__METRICS_ADDR: `127.0.0.1:${metrics}`,
      LIVE_DATA_DIR: join(folder, 'storage'),
      LIVE_HTTP__WEB_DIR: webDir,
      ...env,
    },
    ready: () => isReady(`http://127.0.0.1:${metrics}`),
  });
  await engine.start();
  return {
    shape: 'embedded',
    url,
    rtmpUrl: `rtmp://127.0.0.1:${rtmp}/live`,
    folder,
    dataDir: join(folder, 'storage'),
    services: [engine],
    metricsUrls: [`http://127.0.0.1:${metrics}`],
    async stop({ keep = false } = {}) {
      const how = await engine.stop();
      if (!keep) rmSync(folder, { recursive: true, force: true });
      return how;
    },
  };
}
