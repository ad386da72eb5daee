// Comments delivered per CPU-second to many sockets in one room.

import { join } from 'node:path';
import { Person } from '../../e2e/harness/api.js';
import { Child } from '../../e2e/harness/child.js';
import { root, scratch } from '../../e2e/harness/paths.js';
import { freePort } from '../../e2e/harness/ports.js';
import { chat } from '../load/chat.js';
import { options } from '../measure/options.js';
import { finish } from '../measure/outcome.js';
import { cpuSeconds, residentMb } from '../measure/processes.js';
import { listens } from '../peers/listens.js';
import { startOurs } from '../peers/ours.js';

const chosen = options({ sockets: 2_000, seconds: 60, rates: '10,40', writers: 20 });
// A lively chat, and one that fills a core of the peer; the last one counts.
const rates = String(chosen.rates).split(',').map(Number);

async function measure(name, pid, settings) {
  const clients = await chat({ sockets: chosen.sockets, ...settings });
  try {
    await clients.talk(Math.min(5, chosen.seconds)); // warm
    const before = cpuSeconds(pid);
    const said = await clients.talk(chosen.seconds);
    const used = cpuSeconds(pid) - before;
    if (said.delivered !== said.expected || said.refused || said.lost) {
      throw new Error(`${name} did not deliver everything: ${JSON.stringify(said)}`);
    }
    const row = {
      server: name,
      sockets: chosen.sockets,
      comments_per_s: settings.perSecond,
      deliveries_per_cpu_s: said.delivered / used,
      delivered: said.delivered,
      cpu_s: Number(used.toFixed(2)),
      memory_mb: Math.round(residentMb(pid)),
      latency_p50_ms: said.p50_ms,
      latency_p95_ms: said.p95_ms,
    };
    console.error(JSON.stringify(row));
    return row;
  } finally {
    await clients.stop();
  }
}

async function ours(perSecond) {
  const server = await startOurs(1, {
    LIVE_LIMITS__COMMENTS_PER_10S: '1000000',
    LIVE_LIMITS__SOCKET_MESSAGES_PER_SECOND: '1000000',
  });
  try {
    const tokens = [];
    for (let n = 0; n < chosen.writers; n += 1) {
      tokens.push((await Person.register(server.platform.url, 'writer')).token);
    }
    const streamId = server.streams[0].stream.id;
    return await measure(server.name, server.child.pid, {
      url: server.platform.url,
      streamId,
      tokens,
      perSecond,
    });
  } finally {
    await server.platform.stop();
  }
}

async function peer(perSecond) {
  const port = await freePort();
  const child = new Child({
    name: 'socket.io',
    command: process.execPath,
    args: [join(root, 'bench/peers/socket-io.js'), String(port)],
    log: join(scratch('bench'), 'socket-io.log'),
    ready: () => listens(port),
  });
  await child.start();
  try {
    const tokens = Array(chosen.writers).fill('');
    return await measure(`socket.io 4.8.4 on Node ${process.version}`, child.pid, {
      url: `http://127.0.0.1:${port}`,
      streamId: 'room',
      tokens,
      perSecond,
    });
  } finally {
    await child.stop();
  }
}

const columns = [];
for (const rate of rates) {
  const pair = process.env.BENCH_ONLY === 'peer' ? [peer, peer] : [ours, peer];
  for (const side of pair) columns.push(await side(rate));
}
const [last, lastPeer] = columns.slice(-2);
finish({
  name: 'comment-fanout',
  goal: '>=5',
  ours: last.deliveries_per_cpu_s,
  peer: lastPeer.deliveries_per_cpu_s,
  unit: 'deliveries_per_cpu_second',
  peerName: lastPeer.server,
  settings: {
    sockets: chosen.sockets,
    comments_per_s: rates,
    seconds: chosen.seconds,
    writers: chosen.writers,
  },
  columns,
});
process.exit(0);
