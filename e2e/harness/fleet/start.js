// The fleet without containers: PostgreSQL, Redis, two of each service that can be doubled, and
// Nginx in front, all private and on free ports.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.js';
import { isReady } from '../http.js';
import { limits } from '../limits.js';
import { binary, scratch, webDir } from '../paths.js';
import { freePort } from '../ports.js';
import { nginx, nginxPorts } from './nginx.js';
import { postgres } from './postgres.js';
import { redis } from './redis.js';

/** A service with its ports; `listens` names what else than metrics it listens on. */
async function service(kind, index, listens, folder, env) {
  const ports = { metrics: await freePort() };
  for (const name of listens) ports[name] = await freePort();
  const name = `${kind}-${index}`;
  const own = {
    LIVE_SERVICES__NODE: name,
    LIVE_SERVICES__METRICS_ADDR: `127.0.0.1:${ports.metrics}`,
  };
  if (ports.http) {
    own.LIVE_HTTP_ADDR = `127.0.0.1:${ports.http}`;
    own.LIVE_SERVICES__ADVERTISED_URL = `http://127.0.0.1:${ports.http}`;
  }
  if (ports.rtmp) own.LIVE_RTMP_ADDR = `127.0.0.1:${ports.rtmp}`;
  const child = new Child({
    name,
    command: binary(`live-${kind}`),
    cwd: folder,
    log: join(folder, `${name}.log`),
    env: { ...env, ...own },
    ready: () => isReady(`http://127.0.0.1:${ports.metrics}`),
  });
  return { child, ports };
}

/**
 * @param {{env?: Record<string, string>}} [options]
 * @returns {Promise<import('../platform.js').Platform>}
 */
export async function startFleet({ env = {} } = {}) {
  const folder = scratch('fleet');
  const dataDir = join(folder, 'storage');
  mkdirSync(dataDir);
  const front = await nginxPorts();
  const url = `http://127.0.0.1:${front.http}`;
  const started = [];
  const stop = async ({ keep = false } = {}) => {
    for (const child of [...started].reverse()) await child.stop();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const database = await postgres(folder);
    started.push(database.child);
    const bus = await redis(folder);
    started.push(bus.child);
    const shared = {
      ...limits,
      LIVE_DATABASE_URL: database.url,
      LIVE_REDIS_URL: bus.url,
      LIVE_DATA_DIR: dataDir,
      LIVE_PUBLIC_URL: url,
      LIVE_RTMP__PUBLIC_URL: `rtmp://127.0.0.1:${front.rtmp}/live`,
      LIVE_SERVICES__API_URL: `http://127.0.0.1:${front.internal}`,
      LIVE_HTTP__TRUSTED_PROXIES: '["127.0.0.0/8"]',
      // Every encoder comes from Nginx.
      LIVE_RTMP__CONNECTIONS_PER_IP_MAX: '1000',
      ...env,
    };
    const kinds = {
      api: ['http'],
      'signaling-server': ['http'],
      'rtmp-server': ['http', 'rtmp'],
      worker: [],
    };
    const services = {};
    for (const [kind, listens] of Object.entries(kinds)) {
      services[kind] = [];
      for (const index of [1, 2]) {
        const one = await service(kind, index, listens, folder, shared);
        await one.child.start();
        started.push(one.child);
        services[kind].push(one);
      }
    }
    const portsOf = (kind, name) => services[kind].map((one) => one.ports[name]);
    const door = await nginx(folder, {
      ...front,
      webDir,
      api: portsOf('api', 'http'),
      gateway: portsOf('signaling-server', 'http'),
      hls: portsOf('rtmp-server', 'http'),
      ingest: portsOf('rtmp-server', 'rtmp'),
    });
    started.push(door);
    return {
      shape: 'fleet',
      url,
      rtmpUrl: `rtmp://127.0.0.1:${front.rtmp}/live`,
      folder,
      dataDir,
      services: [...started],
      metricsUrls: Object.values(services)
        .flat()
        .map((one) => `http://127.0.0.1:${one.ports.metrics}`),
      query: database.query,
      stop,
    };
  } catch (error) {
    await stop({ keep: true }).catch(() => {});
    throw error;
  }
}
