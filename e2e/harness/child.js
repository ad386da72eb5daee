// A program that a test starts, kills and starts again; its output goes to a file of its own.

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { waitFor } from './wait.js';

const running = new Set();
// A test that dies must not leave servers behind.
process.on('exit', () => {
  for (const child of running) signalAll(child, 'SIGKILL');
});

/** Signals the process and those that it started, as a container's end does. */
function signalAll(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export class Child {
  #process;
  #left = false;

  /**
   * @param {{name: string, command: string, args?: string[], env?: Record<string, string>,
   *   cwd?: string, log: string, ready?: () => Promise<unknown>, readyMs?: number,
   *   afterKill?: () => Promise<unknown>}} options
   */
  constructor(options) {
    this.options = options;
  }

  get name() {
    return this.options.name;
  }

  get pid() {
    return this.#process?.pid;
  }

  get running() {
    return this.#process != null && !this.#left;
  }

  /** Starts it, and waits until it is ready. */
  async start() {
    const { command, args = [], env = {}, cwd, log, ready, readyMs = 30_000 } = this.options;
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'a');
    this.#left = false;
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      detached: true, // a process group of its own
    });
    closeSync(output);
    this.#process = child;
    running.add(child);
    this.gone = new Promise((resolve) => {
      const left = (how) => {
        this.#left = true;
        running.delete(child);
        resolve(how);
      };
      child.on('error', (error) => left({ error }));
      child.on('exit', (code, signal) => left({ code, signal }));
    });
    if (!ready) return this;
    try {
      const early = this.gone.then((how) => {
        throw new Error(`it ended at once: ${how.error?.message ?? how.signal ?? how.code}`);
      });
      early.catch(() => {});
      await Promise.race([waitFor(`${this.name} to be ready`, ready, { ms: readyMs }), early]);
    } catch (error) {
      throw new Error(`${this.name}: ${error.message}\n${this.tail()}`);
    }
    return this;
  }

  /** The last lines of its output. */
  tail(lines = 30) {
    return readFileSync(this.options.log, 'utf8').split('\n').slice(-lines).join('\n');
  }

  /** Sends a signal and waits until it is gone; after `ms` it is killed, which is an error. */
  async stop(signal = 'SIGTERM', ms = 25_000) {
    if (!this.running) return this.gone;
    this.#process.kill(signal);
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve('late'), ms);
    });
    const how = await Promise.race([this.gone, late]);
    clearTimeout(timer);
    if (how !== 'late') return how;
    signalAll(this.#process, 'SIGKILL');
    await this.gone;
    throw new Error(`${this.name} did not stop within ${ms} ms of ${signal}\n${this.tail()}`);
  }

  /** SIGKILL, as a crash or the kernel would. */
  async kill() {
    signalAll(this.#process, 'SIGKILL');
    const how = await this.gone;
    await this.options.afterKill?.();
    return how;
  }
}
