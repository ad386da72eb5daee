// Nginx with the configuration that production uses: docker/nginx/nginx.conf.template.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.js';
import { program, root } from '../paths.js';
import { freePort } from '../ports.js';

const servers = (ports) =>
  ports.map((port) => `server 127.0.0.1:${port} max_fails=1 fail_timeout=2s;`).join('\n        ');

/**
 * @param {string} folder
 * @param {{http: number, internal: number, rtmp: number, webDir: string, api: number[],
 *   gateway: number[], hls: number[], ingest: number[]}} ports
 */
export async function nginx(folder, ports) {
  const run = join(folder, 'nginx');
  mkdirSync(run);
  const values = {
    LIVE_NGINX_MODULES: '/usr/lib/nginx/modules',
    LIVE_NGINX_RUN: run,
    LIVE_NGINX_LISTEN: `listen 127.0.0.1:${ports.http};`,
    LIVE_NGINX_INTERNAL: `127.0.0.1:${ports.internal}`,
    LIVE_NGINX_RTMP: `127.0.0.1:${ports.rtmp}`,
    LIVE_WEB_DIR: ports.webDir,
    LIVE_API_SERVERS: servers(ports.api),
    LIVE_GATEWAY_SERVERS: servers(ports.gateway),
    LIVE_HLS_SERVERS: servers(ports.hls),
    LIVE_RTMP_SERVERS: servers(ports.ingest),
  };
  const template = readFileSync(join(root, 'docker/nginx/nginx.conf.template'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  const config = join(run, 'nginx.conf');
  writeFileSync(
    config,
    template.replaceAll(/\$\{(LIVE_[A-Z_]+)\}/g, (_, name) => {
      if (!(name in values)) throw new Error(`nginx.conf.template asks for ${name}`);
      return values[name];
    }),
  );
  const child = new Child({
    name: 'nginx',
    command: program('nginx'),
    args: ['-p', run, '-c', config, '-g', `daemon off;${process.getuid() === 0 ? ' user root;' : ''}`],
    log: join(folder, 'nginx.log'),
    ready: async () => (await fetch(`http://127.0.0.1:${ports.http}/internal/x`)).status === 404,
  });
  await child.start();
  return child;
}

/** The ports that Nginx listens on, chosen before the services that must know them start. */
export async function nginxPorts() {
  return { http: await freePort(), internal: await freePort(), rtmp: await freePort() };
}
