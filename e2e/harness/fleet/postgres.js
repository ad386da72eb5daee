// A private PostgreSQL with its normal durability: a kill must not lose what was stored.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.js';
import { freePort } from '../ports.js';
import { waitFor } from '../wait.js';

// Debian keeps the programs of each version apart; the newest is taken.
function programs() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base)
    ? readdirSync(base)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const version = versions.find((one) => existsSync(join(base, String(one), 'bin/initdb')));
  if (!version) throw new Error('PostgreSQL is not installed: run ./test.sh fleet');
  return join(base, String(version), 'bin');
}

// PostgreSQL refuses to run as root; Debian's package makes this user.
function withoutRoot(command, args) {
  if (process.getuid() !== 0) return [command, args];
  return ['setpriv', ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups', command, ...args]];
}

/** Whether a process still works in that folder, as PostgreSQL's do in that of their data. */
function isUsed(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false; // it ended meanwhile
      }
    });
}

export async function postgres(folder) {
  const bin = programs();
  const port = await freePort();
  const home = join(folder, 'postgres');
  const data = join(home, 'data');
  mkdirSync(home);
  chmodSync(folder, 0o755);
  if (process.getuid() === 0) execFileSync('chown', ['postgres', home]);
  const run = (name, args) => {
    const [command, all] = withoutRoot(join(bin, name), args);
    return execFileSync(command, all, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  };
  run('initdb', ['--username=live', '--auth=trust', '--encoding=UTF8', '-D', data]);
  const [command, args] = withoutRoot(join(bin, 'postgres'), [
    ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', home],
    ...['-c', 'max_connections=200'],
  ]);
  const child = new Child({
    name: 'postgres',
    command,
    args,
    cwd: '/',
    log: join(folder, 'postgres.log'),
    // Sessions notice that their server is gone, and end; before that it does not start again.
    afterKill: () => waitFor('the sessions to end', () => !isUsed(data)),
    ready: async () => {
      run('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(port)]);
      return true;
    },
  });
  await child.start();
  run('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'live', 'live']);
  return {
    child,
    url: `postgres://live@127.0.0.1:${port}/live`,
    query: (sql) =>
      run('psql', ['-h', '127.0.0.1', '-p', String(port), '-U', 'live', '-At', '-c', sql, 'live']).trim(),
  };
}
