// A private Redis without persistence: what it holds has a lease and comes back by itself.

import { connect } from 'node:net';
import { join } from 'node:path';
import { Child } from '../child.js';
import { program } from '../paths.js';
import { freePort } from '../ports.js';

function ping(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
  });
}

export async function redis(folder) {
  const port = await freePort();
  const child = new Child({
    name: 'redis',
    command: program('redis-server'),
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    log: join(folder, 'redis.log'),
    ready: () => ping(port),
  });
  await child.start();
  return { child, url: `redis://127.0.0.1:${port}/0` };
}
