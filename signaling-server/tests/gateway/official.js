// Two people on the official client: one only polls, one begins with polling and upgrades.

const assert = require('node:assert/strict');
const { join } = require('node:path');
const { createRequire } = require('node:module');
const { io } = createRequire(join(__dirname, '../../../e2e/package.json'))('socket.io-client');

const { GATEWAY, STREAM, ADA, BOB } = process.env;

function connect(token, transports) {
  return io(GATEWAY, { auth: token ? { token } : undefined, transports, forceNew: true });
}

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

async function ask(socket, event, data) {
  const ack = await socket.timeout(20_000).emitWithAck(event, data);
  assert.equal(ack.status, 'ok', JSON.stringify(ack));
  return ack.data;
}

async function main() {
  const ada = connect(ADA, ['polling']);
  const bob = connect(BOB, ['polling', 'websocket']);
  const upgraded = once(bob.io.engine, 'upgrade');
  await Promise.all([once(ada, 'connect'), once(bob, 'connect')]);
  await upgraded;
  assert.equal(bob.io.engine.transport.name, 'websocket');
  assert.equal(ada.io.engine.transport.name, 'polling');

  for (const socket of [ada, bob]) await ask(socket, 'stream:join', { stream_id: STREAM });
  const heard = [once(ada, 'comment:new'), once(bob, 'comment:new')];
  const comment = { stream_id: STREAM, body: 'grüß dich 👋', client_id: crypto.randomUUID() };
  const stored = await ask(ada, 'comment:send', comment);
  for (const told of await Promise.all(heard)) assert.deepEqual(told, stored);

  const stranger = connect('nonsense', ['websocket']);
  const error = await once(stranger, 'connect_error');
  assert.equal(error.message, 'unauthenticated');
  for (const socket of [ada, bob, stranger]) socket.close();
}

const late = setTimeout(() => {
  console.error('too late');
  process.exit(1);
}, 60_000);

main().then(
  () => clearTimeout(late),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
