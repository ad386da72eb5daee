// The whole story in real browsers: a streamer and two viewers, from the account to the end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, launch, PHONE, shot, visitor } from '../harness/browser.js';
import { Encoder } from '../harness/encoder.js';
import { artifact } from '../harness/paths.js';
import { comment, comments, register } from '../harness/person.js';
import { shape, startPlatform } from '../harness/platform.js';
import { isPlaying, playsFor } from '../harness/watching.js';

const TITLE = 'Evening show';
const named = (picture) => `${shape}-${picture}`;

let platform;
let browser;
let streamer;
let viewer;
let encoder;
let key;
let server;
let failed = true;

before(async () => {
  platform = await startPlatform();
  browser = await launch();
  streamer = await visitor(browser, platform.url, { name: 'streamer' });
  viewer = await visitor(browser, platform.url, { name: 'viewer' });
});

after(async () => {
  await encoder?.stop();
  await browser?.close();
  await platform?.stop({ keep: failed });
});

test('a person registers, logs out and logs in', async () => {
  await register(streamer, 'alma');
  await streamer.getByRole('button', { name: 'Your account' }).click();
  await streamer.getByRole('button', { name: 'Log out' }).click();
  await streamer.getByRole('link', { name: 'Log in' }).first().click();
  await streamer.getByLabel('E-mail or user name').fill('alma');
  await streamer.getByLabel('Password', { exact: true }).fill('a long enough password');
  await streamer.locator('main').getByRole('button', { name: 'Log in' }).click();
  await streamer.getByRole('button', { name: 'Your account' }).waitFor();
});

test('the home page says that nobody is live, and what to do', async () => {
  await viewer.goto('/');
  await viewer.getByText('Nobody is live right now').waitFor();
  await shot(viewer, named('home-empty'));
});

test('the studio makes a stream and shows server and key', async () => {
  await streamer.getByRole('link', { name: 'Go live' }).first().click();
  await streamer.getByLabel('Title').fill(TITLE);
  await streamer.getByRole('button', { name: 'Create stream' }).click();
  await streamer.getByRole('button', { name: /copy.*key/i }).click();
  key = await streamer.evaluate(() => navigator.clipboard.readText());
  await streamer.getByRole('button', { name: /copy.*server/i }).click();
  server = await streamer.evaluate(() => navigator.clipboard.readText());
  assert.match(server, /^rtmp:\/\/127\.0\.0\.1:\d+\/live$/);
  assert.ok(key.length >= 16);
  await shot(streamer, named('studio-waiting'));
});

test('the streamer chooses a picture for it, and takes it back', async () => {
  await streamer.getByRole('button', { name: 'Edit' }).click();
  const dialog = streamer.getByRole('dialog');
  const file = artifact('screenshots', `${named('home-empty')}.png`);
  await dialog.getByLabel('Picture file').setInputFiles(file);
  await streamer.getByText('The stream has its new picture').waitFor();
  await streamer.waitForFunction(
    () => document.querySelector('[role=dialog] img, dialog img')?.naturalWidth > 0,
  );
  const box = await dialog.locator('.thumb').boundingBox();
  assert.ok(box.width > 100 && box.width < 300, `the picture is ${box.width} px wide`);
  await shot(streamer, named('studio-picture'));
  await dialog.getByRole('button', { name: "Use the video's" }).click();
  await dialog.locator('img').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // The key, which the server shows once, is still there.
  await streamer.getByRole('button', { name: /copy.*key/i }).click();
  assert.equal(await streamer.evaluate(() => navigator.clipboard.readText()), key);
});

test('an encoder publishes and the home page shows it without a reload', async () => {
  encoder = new Encoder({ url: server, key, folder: platform.folder });
  await encoder.start();
  await viewer.getByRole('link', { name: TITLE }).first().waitFor({ timeout: 30_000 });
  // The picture is made of the video a few seconds after the start.
  await viewer.waitForFunction(() => document.querySelector('main .thumb img')?.naturalWidth > 0, null, {
    timeout: 40_000,
  });
  await shot(viewer, named('home-live'));
});

test('a click plays it: time passes, frames are decoded, the latency is shown', async () => {
  await viewer.getByRole('link', { name: TITLE }).first().click();
  await isPlaying(viewer);
  await viewer.getByRole('region', { name: 'Player' }).hover();
  // A slow start is made good by a jump.
  await viewer.waitForFunction(() => {
    const shown = /[\d.]+/.exec(document.querySelector('.controls-latency')?.textContent ?? '');
    return shown && Number(shown[0]) < 3;
  });
  await shot(viewer, named('watch-desktop'));
});

test('two browsers talk to each other', async () => {
  await register(viewer, 'bela');
  await viewer.goto('/');
  await viewer.getByRole('link', { name: TITLE }).first().click();
  await isPlaying(viewer);
  await comment(viewer, 'Hello from Bela');
  await comments(streamer).getByText('Hello from Bela').waitFor();
  await comment(streamer, 'Hello, Bela');
  await comments(viewer).getByText('Hello, Bela').waitFor();
  assert.equal(await comments(viewer).getByText('Hello from Bela').count(), 1);
});

test('reactions float on the other screen', async () => {
  const air = streamer.locator('.air > *');
  const floated = air.first().waitFor({ state: 'attached' });
  await viewer.getByRole('group', { name: 'React' }).getByRole('button', { name: /Heart/ }).click();
  await floated;
});

test('a phone shows the player and the chat under it', async () => {
  const phone = await visitor(browser, platform.url, { viewport: PHONE, name: 'phone' });
  await phone.goto('/');
  await phone.getByRole('link', { name: TITLE }).first().click();
  await isPlaying(phone);
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `the page is ${wide} px wide on a phone`);
  await shot(phone, named('watch-phone'));
  await phone.context().close();
});

test('the viewer count is shown and follows', async () => {
  const more = await visitor(browser, platform.url, { viewport: DESKTOP, name: 'more' });
  await more.goto(new URL(viewer.url()).pathname);
  await isPlaying(more);
  await viewer
    .getByText(/^\s*[2-9]\s*(viewers|watching)?\s*$/)
    .first()
    .waitFor();
  await more.context().close();
});

test('the streamer sees health, bitrate and frame rate', async () => {
  await streamer
    .getByText(/Good|Fair/)
    .first()
    .waitFor({ timeout: 30_000 });
  await streamer
    .getByText(/\d+(\.\d+)?\s*(kbit|Mbit)\/s/)
    .first()
    .waitFor({ timeout: 30_000 });
  await shot(streamer, named('studio-live'));
});

test('the encoder crashes and comes back within the window: the viewer goes on by itself', async () => {
  await encoder.crash();
  await playsFor(viewer, 8);
  assert.ok(encoder.starts > 1);
});

test('the streamer ends it and both see that it ended', async () => {
  await streamer.getByRole('button', { name: /^End/ }).first().click();
  const dialog = streamer.getByRole('dialog');
  await dialog.getByRole('button', { name: /^End/ }).click();
  await viewer.getByText('This stream has ended').first().waitFor();
  await streamer.getByRole('heading', { name: 'Your stream is over' }).waitFor();
  await shot(streamer, named('studio-summary'));
  await shot(viewer, named('watch-ended'));
  assert.deepEqual([...viewer.faults, ...streamer.faults], []);
  failed = false;
});
