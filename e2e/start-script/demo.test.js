// What a newcomer does: clone, `./start.sh --demo`, open the page, click the live stream.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launch, shot, visitor } from '../harness/browser.js';
import { root } from '../harness/paths.js';
import { comment, comments, register } from '../harness/person.js';
import { freePort } from '../harness/ports.js';
import { isPlaying } from '../harness/watching.js';

// Always the same folder: cargo would keep what it built for each other one for ever. It stays, for
// its logs.
const clone = join(tmpdir(), 'live-engine-start-script');
const [http, rtmp] = [await freePort(), await freePort()];
const url = `http://127.0.0.1:${http}`;
const env = {
  ...process.env,
  LIVE_HTTP_ADDR: `127.0.0.1:${http}`,
  LIVE_RTMP_ADDR: `127.0.0.1:${rtmp}`,
  LIVE_SERVICES__METRICS_ADDR: `127.0.0.1:${await freePort()}`,
};

/** The first stream that the home page shows. */
const liveStream = (page) => page.locator('main a[href^="/watch/"]').first();

const run = (script, ...args) =>
  execFileSync(join(clone, script), args, {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  }).toString();

after(() => {
  run('stop.sh');
});

test('./start.sh --demo in a clean clone ends with addresses and a live stream', () => {
  rmSync(clone, { recursive: true, force: true });
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  const said = run('start.sh', '--demo');
  assert.match(said, new RegExp(`http://(localhost|127\\.0\\.0\\.1):${http}`));
  assert.match(said, new RegExp(`rtmp://[^ ]+:${rtmp}/live`));
  assert.match(said, /First admin\s+http/);
});

test('the home page shows it, and it plays', async () => {
  const browser = await launch();
  try {
    const page = await visitor(browser, url);
    await page.goto('/');
    await liveStream(page).click();
    await isPlaying(page);
    await shot(page, 'start-script-demo');
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
});

test('two people register and chat under it', async () => {
  const browser = await launch();
  try {
    const people = [];
    for (const name of ['ada', 'bob']) {
      const page = await visitor(browser, url, { name });
      await register(page, name);
      await page.goto('/');
      await liveStream(page).click();
      people.push(page);
    }
    const [ada, bob] = people;
    await comment(ada, 'Is this the demo?');
    await comments(bob).getByText('Is this the demo?').waitFor();
    await comment(bob, 'It is, and it plays.');
    await comments(ada).getByText('It is, and it plays.').waitFor();
    await isPlaying(bob);
    await shot(bob, 'start-script-chat');
  } finally {
    await browser.close();
  }
});

test('a second start takes seconds and changes nothing', () => {
  const started = performance.now();
  run('start.sh');
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(seconds < 30, `it took ${seconds.toFixed(1)} s`);
});

test('./stop.sh stops it, and again is no mistake', async () => {
  run('stop.sh');
  await assert.rejects(fetch(url));
  run('stop.sh');
});
