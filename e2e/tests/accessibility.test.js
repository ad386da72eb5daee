// axe finds nothing serious on any page, in dark and in light, on a phone and on a desk; and
// pictures of each are kept.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person } from '../harness/api.js';
import { axe, DESKTOP, launch, PHONE, shot, visitor } from '../harness/browser.js';
import { Encoder } from '../harness/encoder.js';
import { shape, startPlatform } from '../harness/platform.js';
import { Viewer } from '../harness/viewer.js';
import { waitFor } from '../harness/wait.js';

const platform = await startPlatform();
const streamer = await Person.register(platform.url, 'streamer');
const stream = await streamer.createStream({ title: 'Late show', tags: ['music'] });
let browser;
let encoder;

before(async () => {
  browser = await launch();
  encoder = new Encoder({
    url: stream.ingest.rtmp_url,
    key: stream.ingest.stream_key,
    folder: platform.folder,
  });
  await encoder.start();
  await waitFor('the stream to be live', async () => (await streamer.stream(stream.id)).state === 'live', {
    ms: 30_000,
  });
  const talker = new Viewer(platform.url, stream.id, { token: streamer.token });
  await talker.ready();
  await talker.ask('comment:send', { stream_id: stream.id, body: 'Hello', client_id: crypto.randomUUID() });
  talker.close();
});

after(async () => {
  await encoder?.stop();
  await browser?.close();
  await platform.stop();
});

const pages = {
  home: { path: '/' },
  watch: {
    path: `/watch/${stream.id}`,
    ready: (page) => page.getByRole('log', { name: 'Comments' }).getByText('Hello').waitFor(),
  },
  profile: { path: `/@${streamer.username}` },
  login: { path: '/login' },
  register: { path: '/register' },
  'forgot-password': { path: '/forgot-password' },
  missing: { path: '/no/such/page' },
  studio: { path: '/studio', loggedIn: true },
  settings: { path: '/settings', loggedIn: true },
  'settings-sessions': { path: '/settings/sessions', loggedIn: true },
};
const screens = { phone: PHONE, desktop: DESKTOP };

async function logIn(page) {
  await page.goto('/login');
  await page.getByLabel('E-mail or user name').fill(streamer.username);
  await page.getByLabel('Password', { exact: true }).fill(streamer.password);
  await page.locator('main').getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Your account' }).waitFor();
}

for (const colorScheme of ['dark', 'light']) {
  for (const [screen, viewport] of Object.entries(screens)) {
    test(`${colorScheme}, ${screen}`, async (t) => {
      const page = await visitor(browser, platform.url, {
        viewport,
        colorScheme,
        name: `${colorScheme}-${screen}`,
      });
      let loggedIn = false;
      for (const [name, { path, ready, loggedIn: asUser }] of Object.entries(pages)) {
        await t.test(name, async () => {
          if (asUser && !loggedIn) {
            await logIn(page);
            loggedIn = true;
          }
          await page.goto(path);
          await page.locator('main h1').first().waitFor({ state: 'attached' });
          await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
          await ready?.(page);
          await shot(page, `${shape}-${name}-${colorScheme}-${screen}`);
          assert.deepEqual(await axe(page), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= viewport.width, `${path} is ${wide} px wide`);
        });
      }
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }
}
