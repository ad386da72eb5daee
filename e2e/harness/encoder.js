// An encoder as streamers run it: when the connection breaks it connects again, as OBS does.

import { setTimeout as pause } from 'node:timers/promises';
import { publisher } from './publisher.js';

export class Encoder {
  #wanted = true;

  constructor(options) {
    this.options = options;
    this.starts = 0;
  }

  async start() {
    this.#wanted = true;
    await this.#launch();
    this.loop = this.#keep();
    return this;
  }

  async #launch() {
    this.child = publisher({ name: 'encoder', ...this.options });
    this.starts += 1;
    await this.child.start();
  }

  async #keep() {
    while (this.#wanted) {
      await this.child.gone;
      if (!this.#wanted) return;
      await pause(1_000);
      if (this.#wanted) await this.#launch();
    }
  }

  /** The picture stops at once, as when the power fails; it comes back by itself. */
  async crash() {
    await this.child.kill();
  }

  async stop() {
    this.#wanted = false;
    if (this.child?.running) await this.child.kill();
    await this.loop;
  }
}
