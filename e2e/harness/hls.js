// A small HLS client: what a player reads, without playing it.

import { text } from './http.js';

/** The media playlists of a multivariant playlist, as absolute addresses. */
export async function renditions(url) {
  const playlist = await text(url);
  const found = { video: [], audio: [], text: playlist };
  const lines = playlist.split('\n').map((line) => line.trim());
  lines.forEach((line, index) => {
    if (line.startsWith('#EXT-X-STREAM-INF')) {
      found.video.push(new URL(lines[index + 1], url).href);
    }
    const uri = /^#EXT-X-MEDIA:.*TYPE=AUDIO.*URI="([^"]+)"/.exec(line)?.[1];
    if (uri) found.audio.push(new URL(uri, url).href);
  });
  return found;
}

/** What a media playlist says. */
export function parse(playlist) {
  const number = (tag) => {
    const value = new RegExp(`^#${tag}:(\\d+)`, 'm').exec(playlist)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const lines = playlist.split('\n').map((line) => line.trim());
  const segments = [];
  const parts = [];
  let at;
  for (const line of lines) {
    const date = /^#EXT-X-PROGRAM-DATE-TIME:(.+)$/.exec(line)?.[1];
    if (date) at = Date.parse(date);
    const part = /^#EXT-X-PART:.*DURATION=([\d.]+)/.exec(line);
    if (part) parts.push({ duration: Number(part[1]), uri: /URI="([^"]+)"/.exec(line)?.[1] });
    if (line && !line.startsWith('#')) segments.push({ uri: line });
  }
  return {
    text: playlist,
    mediaSequence: number('EXT-X-MEDIA-SEQUENCE') ?? 0,
    discontinuitySequence: number('EXT-X-DISCONTINUITY-SEQUENCE') ?? 0,
    discontinuities: lines.filter((line) => line === '#EXT-X-DISCONTINUITY').length,
    ended: lines.includes('#EXT-X-ENDLIST'),
    preloadHint: /^#EXT-X-PRELOAD-HINT:.*URI="([^"]+)"/m.exec(playlist)?.[1],
    canBlock: /CAN-BLOCK-RELOAD=YES/.test(playlist),
    lastDate: at,
    segments,
    parts,
    /** Grows whenever there is new media. */
    edge: (number('EXT-X-MEDIA-SEQUENCE') ?? 0) + segments.length,
  };
}

export async function mediaPlaylist(url) {
  return parse(await text(url));
}

/** The playlist of the video of a stream's `playback.hls`. */
export async function videoPlaylist(url) {
  const { video } = await renditions(url);
  if (!video.length) throw new Error(`no rendition in ${url}`);
  return mediaPlaylist(video[0]);
}
