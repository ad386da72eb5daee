// Starts the HLS viewers as a program of its own and asks it for its counts.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../e2e/harness/paths.js';

export function watch(urls) {
  const child = spawn(process.execPath, [join(root, 'bench/load/hls-viewers.js')], {
    env: { ...process.env, VIEWERS: JSON.stringify({ urls }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    async counts() {
      child.stdin.write('\n');
      return JSON.parse((await lines.next()).value);
    },
    stop() {
      return new Promise((resolve) => {
        child.on('exit', resolve);
        child.stdin.end();
      });
    },
  };
}
