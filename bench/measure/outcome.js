// How a comparison ends: its last line for scripts, and a file for docs/benchmarks.md.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../../e2e/harness/paths.js';
import { short } from './numbers.js';

function machine() {
  const cpu = /^model name\s*:\s*(.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown';
  return `${cpus().length} cores (${cpu}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${execFileSync('uname', ['-r']).toString().trim()}`;
}

/**
 * @param {{name: string, goal: string, ours: number, peer: number, unit: string, peerName: string,
 *   settings: object, columns: object[]}} outcome `ratio` is ours ÷ peer
 */
export function finish(outcome) {
  const ratio = outcome.ours / outcome.peer;
  const folder = process.env.BENCH_RESULTS ?? join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0];
  const record = {
    ...outcome,
    ratio,
    at: new Date().toISOString(),
    machine: machine(),
    load_after: Number(load),
  };
  writeFileSync(join(folder, `${outcome.name}.json`), `${JSON.stringify(record, null, 2)}\n`);
  for (const column of outcome.columns) console.log(JSON.stringify(column));
  const { name, goal, ours, peer, unit } = outcome;
  console.log(
    `${name} ratio=${short(ratio)} goal=${goal} ours=${short(ours)} peer=${short(peer)} unit=${unit}`,
  );
}
