// Makes docs/benchmarks.md and its picture from bench/results/*.json.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/harness/paths.js';
import { bars } from './measure/bars.js';
import { short } from './measure/numbers.js';

const FIGURES = {
  'rtmp-hls-cpu': {
    title: 'CPU of taking RTMP in and giving LL-HLS out',
    value: 'cpu_s_per_stream_min',
    better: 'CPU-seconds per stream-minute, less is better',
    says: `Each stream has one viewer, who fetches every part of video and audio once and each playlist
when it is due. Parts last 300 ms and segments 2 s on both sides; thumbnails are off. Nginx's module
has no low latency: it writes MPEG-TS segments of 2 s to disk and answers an order of magnitude
fewer requests, so it stands here as a mark, not as a peer. CPU time is user and system time of the
server's processes, from \`/proc\`.`,
  },
  'llhls-latency': {
    title: 'Latency from glass to glass',
    value: 'glass_p95_ms',
    better: '95th percentile in ms, less is better',
    says: `The encoder's picture carries the time at which each frame was made as black and white
squares; Chromium plays it with hls.js (\`lowLatencyMode\`, otherwise its defaults) and reads them
back from the screen four times a second. It contains encoding, RTMP, packaging, HTTP, the player's
buffer and decoding.`,
  },
  'comment-fanout': {
    title: 'Comments to many sockets',
    value: 'deliveries_per_cpu_s',
    better: 'deliveries per CPU-second of the server, more is better',
    says: `One room; the same load client for both, WebSocket only, no compression. Ours checks the
writer, stores each comment with its place in the stream and counts viewers; the peer only
broadcasts.`,
  },
};

function table(columns) {
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))].filter(
    (name) => name !== 'last_error',
  );
  const cell = (value) => (typeof value === 'number' ? short(value) : (value ?? '–'));
  return [
    `| ${names.map((name) => name.replaceAll('_', ' ')).join(' | ')} |`,
    `|${names.map(() => '---').join('|')}|`,
    ...columns.map((column) => `| ${names.map((name) => cell(column[name])).join(' | ')} |`),
  ].join('\n');
}

const parts = [];
const results = join(root, 'bench/results');
mkdirSync(join(root, 'docs/images'), { recursive: true });
for (const [name, figure] of Object.entries(FIGURES)) {
  const file = join(results, `${name}.json`);
  if (!existsSync(file)) continue;
  const record = JSON.parse(readFileSync(file, 'utf8'));
  const picture = `images/bench-${name}.svg`;
  writeFileSync(join(root, 'docs', picture), bars(figure.title, figure.better, record.columns, figure.value));
  const settings = Object.entries(record.settings).map(
    ([key, value]) => `${key.replaceAll('_', ' ')}: ${[value].flat().join(', ')}`,
  );
  parts.push(`## ${figure.title}

![${figure.title}: ${figure.better}](${picture})

\`bench/run ${name}\` on ${record.at.slice(0, 10)}, ${record.machine}. Ours ÷ ${record.peerName}:
**${short(record.ratio)}** (goal ${record.goal}). ${settings.join('; ')}.

${table(record.columns)}

${figure.says}
`);
}
const notes = join(root, 'bench/notes.md');
writeFileSync(
  join(root, 'docs/benchmarks.md'),
  `# Benchmarks

Comparisons with peers on one machine, one after the other, nothing else running. This page is made
by \`node bench/report.js\` from \`bench/results/\`; \`bench/run NAME\` makes those, installs the peer
and builds the engine with the release profile.

${parts.join('\n')}${existsSync(notes) ? `\n${readFileSync(notes, 'utf8')}` : ''}`,
);
