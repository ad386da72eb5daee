// Where things are.

import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const artifacts = join(root, 'e2e/artifacts');
/** The built web client. */
export const webDir = resolve(root, process.env.LIVE_E2E_WEB_DIR ?? 'dist/web-client');

const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

/** The built binary of that name; test.sh builds it. */
export function binary(name) {
  const path = join(target, process.env.LIVE_E2E_PROFILE ?? 'debug', name);
  if (!existsSync(path)) throw new Error(`${path} is not built: run ./test.sh e2e`);
  return path;
}

/** A new folder for one platform of a test. Its logs stay if the test fails. */
export function scratch(name) {
  return mkdtempSync(join(tmpdir(), `live-engine-${name}-`));
}

/** A file under e2e/artifacts, whose folder is there. */
export function artifact(...parts) {
  const path = join(artifacts, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** The first of these programs that is installed. */
export function program(...names) {
  const folders = [...process.env.PATH.split(':'), '/usr/sbin', '/usr/local/sbin'];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  throw new Error(`none of these is installed: ${names.join(', ')}`);
}
