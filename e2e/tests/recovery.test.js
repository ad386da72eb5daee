// Each process of the platform is killed with SIGKILL under load and started again: viewers get
// media and comments again by themselves, and no stored comment is lost or doubled.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person } from '../harness/api.js';
import { launch, visitor } from '../harness/browser.js';
import { Encoder } from '../harness/encoder.js';
import { videoPlaylist } from '../harness/hls.js';
import { startPlatform } from '../harness/platform.js';
import { allComments, Talker } from '../harness/talk.js';
import { Viewer } from '../harness/viewer.js';
import { waitFor } from '../harness/wait.js';
import { isPlaying, playsFor } from '../harness/watching.js';

/** From the moment at which the killed process runs again. */
const RECOVERY_MS = 10_000;
const VIEWERS = 40;
const TALKERS = 4;

const platform = await startPlatform();
let streamer;
let stream;
let encoder;
let failed = false;
let browser;
/** A person's page, that plays the stream. */
let page;
const viewers = [];
const talkers = [];

const playlist = () => videoPlaylist(`${platform.url}/hls/${stream.id}/index.m3u8`);
const newest = () => Math.max(...talkers.flatMap((talker) => [...talker.stored.values()]));

before(async () => {
  streamer = await Person.register(platform.url, 'streamer');
  stream = await streamer.createStream();
  encoder = new Encoder({
    url: stream.ingest.rtmp_url,
    key: stream.ingest.stream_key,
    folder: platform.folder,
    size: '320x180',
    bitrate: '300k',
  });
  await encoder.start();
  await waitFor('media', async () => (await playlist()).segments.length > 1, { ms: 30_000 });
  for (let n = 0; n < VIEWERS; n += 1) {
    viewers.push(new Viewer(platform.url, stream.id, { agent: `viewer-${n}` }));
  }
  await Promise.all(viewers.map((viewer) => viewer.ready()));
  for (let n = 0; n < TALKERS; n += 1) {
    const { token } = await Person.register(platform.url, 'talker');
    talkers.push(new Talker({ url: platform.url, token, streamId: stream.id, name: `talker-${n}` }));
  }
  await Promise.all(talkers.map((talker) => talker.start()));
  await waitFor('the first comments', () => talkers.every((talker) => talker.stored.size > 1));
  browser = await launch();
  page = await visitor(browser, platform.url, { name: 'watcher' });
  await page.goto(`/watch/${stream.id}`);
  await isPlaying(page);
});

after(async () => {
  for (const viewer of [...viewers, ...talkers.map((talker) => talker.viewer)]) viewer.close();
  await browser?.close();
  await encoder?.stop();
  await platform.stop({ keep: failed });
});

for (const service of platform.services) {
  test(`${service.name} is killed and started again`, async () => {
    try {
      const mediaBefore = (await playlist()).edge;
      await service.kill();
      await service.start();
      const restarted = performance.now();
      const left = () => ({ ms: Math.max(1, RECOVERY_MS - (performance.now() - restarted)) });

      // Something written after the restart reaches everyone.
      const seqAt = newest();
      await waitFor('a comment to be stored again', () => newest() > seqAt, left());
      const seq = newest();
      await waitFor(
        'every viewer to have it',
        () => viewers.every((viewer) => viewer.lastSeq >= seq),
        left(),
      );
      const mediaAt = await waitFor('a playlist', playlist, left());
      await waitFor('new media', async () => (await playlist()).edge > mediaAt.edge, left());
      assert.ok(mediaAt.edge >= mediaBefore, 'the playlist went back in time');
      await playsFor(page, 2, left());
      assert.equal((await streamer.stream(stream.id)).state, 'live');
    } catch (error) {
      failed = true;
      throw error;
    }
  });
}

test('no stored comment was lost or doubled', async () => {
  try {
    await Promise.all(talkers.map((talker) => talker.stop()));
    for (const talker of talkers) assert.equal(talker.error, undefined);
    const comments = await allComments(streamer, stream.id);
    const seqs = comments.map((comment) => comment.seq);
    assert.deepEqual(
      seqs,
      Array.from(seqs, (_, index) => index + 1),
      'seq has gaps',
    );
    const bodies = comments.map((comment) => comment.body);
    assert.equal(new Set(bodies).size, bodies.length, 'a comment is there twice');
    for (const talker of talkers) {
      for (const [body, seq] of talker.stored) {
        assert.equal(comments[seq - 1]?.body, body, `acknowledged as ${seq}, and not there`);
      }
    }
    await waitFor('every viewer to be complete', () =>
      viewers.every((viewer) => viewer.lastSeq === seqs.length),
    );
    for (const viewer of viewers) {
      assert.deepEqual(
        [...viewer.seqs].sort((a, b) => a - b),
        seqs,
        'a viewer missed one',
      );
    }
  } catch (error) {
    failed = true;
    throw error;
  }
});
