// HLS viewers that fetch what a player fetches and decode nothing: every part (or segment, where
// there are no parts) of every rendition, once, and each playlist when it is due. It is a program
// of its own, so that its cost is nobody's: `node hls-viewers.js`, with {urls, seconds} in the
// environment's VIEWERS; it prints a line of JSON at the end.

import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

function ask(url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: 15_000 }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
      answer.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer: ${url}`)));
    request.on('error', reject);
  });
}

async function playlist(url) {
  let answer = await ask(url);
  for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < 3; hops += 1) {
    url = new URL(answer.headers.location, url).href;
    answer = await ask(url);
  }
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
  return { url, text: answer.body.toString() };
}

/** The renditions to follow: the first variant, and its audio if that is apart. */
async function renditions(url) {
  const master = await playlist(url);
  if (!master.text.includes('#EXT-X-STREAM-INF')) return [master.url];
  const lines = master.text.split('\n').map((line) => line.trim());
  const found = [];
  const at = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF'));
  found.push(
    new URL(
      lines.slice(at + 1).find((line) => line && !line.startsWith('#')),
      master.url,
    ).href,
  );
  for (const line of lines) {
    const uri = /^#EXT-X-MEDIA:.*URI="([^"]+)"/.exec(line)?.[1];
    if (uri) found.push(new URL(uri, master.url).href);
  }
  return [...new Set(found)];
}

function read(text) {
  const lines = text.split('\n').map((line) => line.trim());
  let msn = Number(/^#EXT-X-MEDIA-SEQUENCE:(\d+)/m.exec(text)?.[1] ?? 0);
  const media = [];
  let parts = 0;
  let init;
  for (const line of lines) {
    if (line.startsWith('#EXT-X-PART:')) {
      media.push({ uri: /URI="([^"]+)"/.exec(line)[1], part: true });
      parts += 1;
    } else if (line.startsWith('#EXT-X-MAP:')) {
      init = /URI="([^"]+)"/.exec(line)[1];
    } else if (line && !line.startsWith('#')) {
      media.push({ uri: line, part: false, hadParts: parts > 0 });
      msn += 1;
      parts = 0;
    }
  }
  return {
    media,
    msn,
    parts,
    init,
    blocks: text.includes('CAN-BLOCK-RELOAD=YES'),
    ended: text.includes('#EXT-X-ENDLIST'),
  };
}

async function follow(start, until, count) {
  const seen = new Set();
  let url = start;
  let first = true;
  while (Date.now() < until()) {
    const got = await playlist(url);
    count.playlists += 1;
    const now = read(got.text);
    if (now.init && !seen.has(now.init)) {
      seen.add(now.init);
      await ask(new URL(now.init, got.url));
    }
    // A segment whose parts were fetched is not fetched again; a player begins near the edge.
    const wanted = now.media.filter((one) => (one.part || !one.hadParts) && !seen.has(one.uri));
    for (const one of wanted) seen.add(one.uri);
    for (const one of first ? wanted.slice(-3) : wanted) {
      const answer = await ask(new URL(one.uri, got.url));
      if (answer.status !== 200) throw new Error(`${one.uri}: ${answer.status}`);
      count.media += 1;
      count.bytes += answer.body.length;
    }
    first = false;
    if (now.ended) return;
    if (now.blocks) {
      const next = new URL(start);
      next.searchParams.set('_HLS_msn', now.msn);
      next.searchParams.set('_HLS_part', now.parts);
      url = next.href;
    } else {
      await pause(1_000);
    }
  }
}

async function view(url, until, count) {
  while (Date.now() < until()) {
    try {
      const all = await renditions(url);
      await Promise.all(all.map((one) => follow(one, until, count)));
    } catch (error) {
      count.errors += 1;
      count.lastError = String(error.message);
      await pause(500);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { urls } = JSON.parse(process.env.VIEWERS);
  const counts = urls.map(() => ({ playlists: 0, media: 0, bytes: 0, errors: 0 }));
  let end = Infinity;
  const show = () => {
    const total = { playlists: 0, media: 0, bytes: 0, errors: 0, starved: 0 };
    for (const count of counts) {
      for (const key of Object.keys(total)) total[key] += count[key] ?? 0;
      if (!count.media) total.starved += 1;
    }
    total.lastError = counts.find((count) => count.lastError)?.lastError;
    process.stdout.write(`${JSON.stringify(total)}\n`);
  };
  // A line on standard input asks for the counts so far; its end ends the program.
  process.stdin.on('data', show);
  process.stdin.on('end', () => {
    end = 0;
    setTimeout(() => process.exit(0), 100);
  });
  await Promise.all(urls.map((url, n) => view(url, () => end, counts[n])));
}
