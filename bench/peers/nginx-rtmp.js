// Nginx with Debian's RTMP module: plain HLS (no low latency) through files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../../e2e/harness/child.js';
import { program } from '../../e2e/harness/paths.js';
import { freePort } from '../../e2e/harness/ports.js';
import { listens } from './listens.js';

export async function startNginxRtmp(folder) {
  const run = join(folder, 'nginx-rtmp');
  mkdirSync(join(run, 'hls'), { recursive: true });
  const [rtmp, http] = [await freePort(), await freePort()];
  const config = join(run, 'nginx.conf');
  writeFileSync(
    config,
    `load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
worker_processes 1;
pid ${run}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
rtmp {
    server {
        listen 127.0.0.1:${rtmp};
        application live {
            live on;
            hls on;
            hls_path ${run}/hls;
            hls_fragment 2s;
            hls_playlist_length 20s;
        }
    }
}
http {
    types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
    access_log off;
    sendfile on;
    server {
        listen 127.0.0.1:${http};
        root ${run}/hls;
        add_header Cache-Control no-cache;
    }
}
`,
  );
  const child = new Child({
    name: 'nginx-rtmp',
    command: program('nginx'),
    args: ['-p', run, '-c', config, '-g', `daemon off;${process.getuid() === 0 ? ' user root;' : ''}`],
    log: join(folder, 'nginx-rtmp.log'),
    ready: () => listens(rtmp),
  });
  await child.start();
  return {
    name: 'nginx with libnginx-mod-rtmp (plain HLS)',
    child,
    publishUrl: (n) => `rtmp://127.0.0.1:${rtmp}/live/stream${n}`,
    playlistUrl: (n) => `http://127.0.0.1:${http}/stream${n}.m3u8`,
  };
}
