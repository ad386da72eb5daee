// Many Socket.IO clients in one light program: the WebSocket transport and the packets that a chat
// needs (Engine.IO 4, Socket.IO 5), nothing else; the same for ours and for the peer. A program of
// its own: `node sockets.js` with {url, streamId, sockets, tokens, perSecond} in SOCKETS; commands
// on standard input: `talk SECONDS`, then a line of JSON is printed.

import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { percentile } from '../measure/numbers.js';

const { url, streamId, sockets, tokens, perSecond } = JSON.parse(process.env.SOCKETS);
const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
const NEW = '42["comment:new",';

let delivered = 0;
let lost = 0;
let acknowledged = 0;
let refused = 0;
let firstRefusal;
const latencies = [];

/** Connects, joins the stream's room, and resolves when that is acknowledged. */
function connect(token, index) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    // Every fiftieth looks into what it gets; parsing everything would measure this program.
    const looks = index % 50 === 0;
    socket.on('error', reject);
    socket.on('close', () => {
      lost += 1;
    });
    socket.on('message', (data) => {
      const text = data.toString();
      if (text.startsWith(NEW)) {
        delivered += 1;
        if (looks) latencies.push(Date.now() - Number(/ at (\d+)/.exec(text)?.[1]));
      } else if (text === '2') {
        socket.send('3');
      } else if (text.startsWith('0')) {
        socket.send(`40${token ? JSON.stringify({ token }) : ''}`);
      } else if (text.startsWith('40')) {
        socket.send(`420${JSON.stringify(['stream:join', { stream_id: streamId }])}`);
      } else if (text.startsWith('430')) {
        if (text.includes('"status":"ok"')) resolve(socket);
        else reject(new Error(text));
      } else if (text.startsWith('431')) {
        if (text.includes('"status":"ok"')) acknowledged += 1;
        else {
          refused += 1;
          firstRefusal ??= text;
        }
      } else if (text.startsWith('44') || text.startsWith('41')) {
        reject(new Error(text));
      }
    });
  });
}

async function connectAll() {
  const all = [];
  // Forty at a time: a rush to connect is another measurement.
  for (let n = 0; n < sockets; n += 40) {
    const batch = Array.from({ length: Math.min(40, sockets - n) }, (_, k) => connect(tokens[n + k], n + k));
    all.push(...(await Promise.all(batch)));
  }
  return all;
}

async function talk(all, seconds) {
  delivered = lost = acknowledged = refused = 0;
  latencies.length = 0;
  const writers = all.slice(0, Math.max(1, tokens.length));
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < seconds * 1_000) {
    const due = ((performance.now() - started) / 1_000) * perSecond;
    for (; sent < due; sent += 1) {
      const body = `A comment of usual length, number ${sent} at ${Date.now()}`;
      const comment = { stream_id: streamId, body, client_id: randomUUID() };
      writers[sent % writers.length].send(`421${JSON.stringify(['comment:send', comment])}`);
    }
    await pause(5);
  }
  // What is on its way still counts, up to ten seconds.
  const end = performance.now() + 10_000;
  while ((acknowledged + refused < sent || delivered < acknowledged * sockets) && performance.now() < end)
    await pause(20);
  const elapsed = (performance.now() - started) / 1_000;
  return {
    sent,
    acknowledged,
    refused,
    firstRefusal,
    delivered,
    expected: acknowledged * sockets,
    lost,
    seconds: elapsed,
    p50_ms: latencies.length ? percentile(latencies, 0.5) : null,
    p95_ms: latencies.length ? percentile(latencies, 0.95) : null,
  };
}

const all = await connectAll();
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const seconds = Number(line.split(' ')[1]);
  process.stdout.write(`${JSON.stringify(await talk(all, seconds))}\n`);
}
process.exit(0);
