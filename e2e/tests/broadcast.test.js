// The main job without a browser: an encoder pushes, the API lists it, HLS advances, it ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person } from '../harness/api.js';
import { Encoder } from '../harness/encoder.js';
import { mediaPlaylist, renditions, videoPlaylist } from '../harness/hls.js';
import { text } from '../harness/http.js';
import { startPlatform } from '../harness/platform.js';
import { Viewer } from '../harness/viewer.js';
import { waitFor } from '../harness/wait.js';

let platform;
let streamer;
let stream;
let encoder;
let failed = true;

before(async () => {
  platform = await startPlatform();
  streamer = await Person.register(platform.url, 'streamer');
  stream = await streamer.createStream({ title: 'Morning show', category: null, tags: ['test'] });
  encoder = new Encoder({
    url: stream.ingest.rtmp_url,
    key: stream.ingest.stream_key,
    folder: platform.folder,
  });
});

after(async () => {
  await encoder?.stop();
  await platform?.stop({ keep: failed });
});

const live = async () => (await new Person(platform.url).get('/api/live')).items;

test('a stream that is announced is not listed before media arrives', async () => {
  assert.equal(stream.state, 'idle');
  assert.match(stream.ingest.rtmp_url, /^rtmp:\/\//);
  assert.ok(stream.ingest.stream_key.length >= 16);
  assert.deepEqual(await live(), []);
});

test('a wrong key is refused', async () => {
  const stranger = new Encoder({
    url: stream.ingest.rtmp_url,
    key: 'no-such-key',
    folder: platform.folder,
    name: 'stranger',
  });
  await stranger.start();
  const how = await stranger.child.gone;
  await stranger.stop();
  assert.notEqual(how.code, 0, 'FFmpeg was let in');
});

test('the encoder connects and the stream is listed as live', async () => {
  await encoder.start();
  const [item] = await waitFor('the stream to be listed', async () => {
    const items = await live();
    return items.length === 1 && items;
  });
  assert.equal(item.id, stream.id);
  assert.equal(item.title, 'Morning show');
  assert.equal(item.state, 'live');
  assert.equal(item.playback.hls, `/hls/${stream.id}/index.m3u8`);
  assert.equal(item.ingest, undefined, 'the ingest address is the streamer’s alone');
});

test('low-latency HLS: parts, preload hint, blocking reload, program date', async () => {
  const master = `${platform.url}/hls/${stream.id}/index.m3u8`;
  const { video, audio } = await waitFor('the multivariant playlist', () => renditions(master));
  assert.ok(video.length >= 1 && audio.length >= 1);
  const playlist = await waitFor('parts', async () => {
    const now = await mediaPlaylist(video[0]);
    return now.parts.length > 3 && now.segments.length > 1 && now;
  });
  assert.ok(playlist.canBlock && playlist.preloadHint && playlist.lastDate);
  const started = performance.now();
  const next = await mediaPlaylist(`${video[0]}?_HLS_msn=${playlist.edge}&_HLS_part=0`);
  const waited = performance.now() - started;
  assert.ok(next.edge >= playlist.edge, `${next.edge} after ${playlist.edge}`);
  assert.ok(waited < 5_000, `the blocking reload took ${waited} ms`);
  const part = await fetch(new URL(next.parts.at(-1).uri, video[0]));
  assert.equal(part.status, 200);
  assert.ok((await part.arrayBuffer()).byteLength > 0);
});

test('the edge moves as fast as time', async () => {
  const master = `${platform.url}/hls/${stream.id}/index.m3u8`;
  const { video } = await renditions(master);
  const first = await mediaPlaylist(video[0]);
  const started = performance.now();
  await waitFor('three segments more', async () => (await mediaPlaylist(video[0])).edge >= first.edge + 3);
  const seconds = (performance.now() - started) / 1000;
  assert.ok(seconds < 12, `three segments of 2 s took ${seconds.toFixed(1)} s`);
});

test('viewers are counted and comments reach everyone', async () => {
  const guest = new Viewer(platform.url, stream.id, { agent: 'guest' });
  const fan = await Person.register(platform.url, 'fan');
  const talker = new Viewer(platform.url, stream.id, { token: fan.token, agent: 'fan' });
  try {
    await Promise.all([guest.ready(), talker.ready()]);
    await waitFor('two viewers', async () => (await streamer.stream(stream.id)).viewers === 2);
    const sent = await talker.ask('comment:send', {
      stream_id: stream.id,
      body: 'Good morning',
      client_id: crypto.randomUUID(),
    });
    await waitFor('the comment at the guest', () => guest.seqs.includes(sent.seq));
    await talker.ask('reaction:send', { stream_id: stream.id, kind: 'heart', count: 3 });
    const reactions = await waitFor('the reactions at the guest', () =>
      guest.events.find((event) => event.name === 'reactions'),
    );
    assert.deepEqual(reactions.data.counts, [{ kind: 'heart', count: 3 }]);
    await assert.rejects(
      guest.ask('comment:send', { stream_id: stream.id, body: 'no', client_id: crypto.randomUUID() }),
      /unauthenticated/,
    );
  } finally {
    guest.close();
    talker.close();
  }
});

test('the streamer sees bitrate, frame rate and health', async () => {
  const stats = await waitFor(
    'a sample with a good picture',
    async () => {
      const now = await streamer.get(`/api/live/${stream.id}/stats`);
      return now.samples.some((sample) => sample.fps > 20) && now;
    },
    { ms: 30_000 },
  );
  assert.ok(stats.samples.some((sample) => sample.bitrate_bps > 100_000));
  assert.equal(stats.comments, 1);
  assert.ok(stats.viewers_peak >= 2);
});

test('the encoder crashes and comes back: the same stream goes on', async () => {
  const playlist = () => videoPlaylist(`${platform.url}/hls/${stream.id}/index.m3u8`);
  const breaks = ({ discontinuities, discontinuitySequence }) => discontinuities + discontinuitySequence;
  const before = await playlist();
  await encoder.crash();
  await waitFor(
    'media behind a discontinuity',
    async () => {
      const now = await playlist();
      return now.edge > before.edge + 1 && breaks(now) > breaks(before);
    },
    { ms: 30_000 },
  );
  assert.ok(encoder.starts > 1);
  await waitFor(
    'the stream to be live again',
    async () => (await streamer.stream(stream.id)).state === 'live',
  );
  assert.equal((await live())[0].id, stream.id);
});

test('the metrics tell', async () => {
  const all = await Promise.all(platform.metricsUrls.map((url) => text(`${url}/metrics`)));
  assert.match(all.join('\n'), /^# TYPE /m);
  for (const path of ['/metrics', '/internal/hooks/publish']) {
    const answer = await fetch(platform.url + path, { method: 'POST' });
    assert.ok([404, 405].includes(answer.status), `${path} is public: ${answer.status}`);
  }
});

test('the streamer ends it: everyone hears it and the list is empty', async () => {
  const guest = new Viewer(platform.url, stream.id);
  await guest.ready();
  await streamer.endStream(stream.id);
  const ended = await waitFor('stream:state at the guest', () =>
    guest.events.find((event) => event.name === 'stream:state' && event.data.state === 'ended'),
  );
  assert.equal(ended.data.end_reason, 'streamer');
  guest.close();
  await waitFor('the list to be empty', async () => (await live()).length === 0);
  const how = await encoder.child.gone;
  assert.notEqual(how, undefined, 'the encoder is still connected');
  failed = false;
});
