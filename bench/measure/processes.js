// What processes cost, as the kernel counts it.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold anything; what follows it is regular.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system, childUser, childSystem] = [1, 11, 12, 13, 14].map((n) => Number(fields[n]));
  return { parent, ticks: user + system + childUser + childSystem };
}

/** The process and all that it started. */
function family(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), stat(name).parent);
    } catch {
      // It ended meanwhile.
    }
  }
  const found = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid);
        grown = true;
      }
    }
  }
  return [...found];
}

/** CPU-seconds that a process, its living children and those it waited for have used so far. */
export function cpuSeconds(root) {
  let ticks = 0;
  for (const pid of family(root)) {
    try {
      ticks += stat(pid).ticks;
    } catch {
      // It ended meanwhile; its parent's count has it then.
    }
  }
  return ticks / ticksPerSecond;
}

/** Resident memory of a process and its children, in MB; shared pages count once a process. */
export function residentMb(root) {
  let kb = 0;
  for (const pid of family(root)) {
    try {
      kb += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return kb / 1024;
}
