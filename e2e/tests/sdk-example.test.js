// The Web SDK's example page, as an app developer serves it: from an origin of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person } from '../harness/api.js';
import { launch, shot, visitor } from '../harness/browser.js';
import { Encoder } from '../harness/encoder.js';
import { root } from '../harness/paths.js';
import { shape, startPlatform } from '../harness/platform.js';
import { freePort } from '../harness/ports.js';
import { isPlaying } from '../harness/watching.js';

const page = readFileSync(join(root, 'sdk/web/examples/watch.html'));
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(page));
let platform;
let browser;
let encoder;
let streamer;
let stream;

before(async () => {
  await new Promise((resolve) => site.listen(port, '127.0.0.1', resolve));
  platform = await startPlatform({ env: { LIVE_HTTP__ALLOWED_ORIGINS: `["${origin}"]` } });
  streamer = await Person.register(platform.url, 'streamer');
  stream = await streamer.createStream({ title: 'Seen from elsewhere' });
  encoder = new Encoder({
    url: stream.ingest.rtmp_url,
    key: stream.ingest.stream_key,
    folder: platform.folder,
  });
  await encoder.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await encoder?.stop();
  await platform?.stop();
  site.close();
});

test('an app on another origin plays the stream and shows its chat', async () => {
  const viewer = await visitor(browser, origin, { name: 'app' });
  const title = viewer.getByRole('heading', { name: 'Seen from elsewhere' });
  // The page looks once for a stream.
  for (let attempt = 0; attempt < 10 && !(await title.isVisible()); attempt += 1) {
    await viewer.goto(`/?engine=${platform.url}`);
    await viewer.getByRole('heading', { name: /Seen from|Nobody/ }).waitFor();
  }
  await isPlaying(viewer);
  await streamer.post(`/api/live/${stream.id}/comments`, {
    body: 'Hello, other origin',
    client_id: '0192d3a0-0000-7000-8000-000000000001',
  });
  await viewer.getByText('Hello, other origin').waitFor();
  await shot(viewer, `${shape}-sdk-example`);
  assert.deepEqual(viewer.faults, []);
});
