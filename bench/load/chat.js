// Starts the socket clients as a program of its own and lets them talk.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../e2e/harness/paths.js';

export async function chat(settings) {
  const child = spawn(process.execPath, [join(root, 'bench/load/sockets.js')], {
    env: { ...process.env, SOCKETS: JSON.stringify(settings) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value !== 'ready') throw new Error('the socket clients could not connect');
  return {
    async talk(seconds) {
      child.stdin.write(`talk ${seconds}\n`);
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
