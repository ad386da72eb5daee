// People who talk all the time and try again until the platform has said yes, each time with the
// same `client_id`: what they were promised must be stored once.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Viewer } from './viewer.js';

/** Refusals that pass. `forbidden`: what was buffered while the line was down goes out before the join. */
const AGAIN = new Set(['internal', 'unavailable', 'timeout', 'rate_limited', 'forbidden']);

export class Talker {
  #stopped = false;

  /** @param {{url: string, token: string, streamId: string, name: string, everyMs?: number}} options */
  constructor({ url, token, streamId, name, everyMs = 1_500 }) {
    this.viewer = new Viewer(url, streamId, { token, agent: name });
    this.streamId = streamId;
    this.name = name;
    this.everyMs = everyMs;
    /** `seq` by text, of what was acknowledged. */
    this.stored = new Map();
    this.retries = 0;
  }

  async start() {
    await this.viewer.ready();
    this.loop = this.#talk();
  }

  async #talk() {
    for (let n = 1; !this.#stopped; n += 1) {
      await this.#say(`${this.name} ${n}`);
      await pause(this.everyMs);
    }
  }

  async #say(body) {
    const comment = { stream_id: this.streamId, body, client_id: randomUUID() };
    for (;;) {
      try {
        const ack = await this.viewer.socket.timeout(2_000).emitWithAck('comment:send', comment);
        if (ack.status === 'ok') {
          this.stored.set(body, ack.data.seq);
          return;
        }
        if (!AGAIN.has(ack.data.code)) {
          throw new Error(`refused: ${JSON.stringify(ack.data)}`);
        }
      } catch (error) {
        if (error.message.startsWith('refused')) {
          this.error = error;
          return;
        }
      }
      this.retries += 1;
      if (this.#stopped) return;
      await pause(250);
    }
  }

  async stop() {
    this.#stopped = true;
    await this.loop;
  }
}

/** Every comment of the stream by REST, oldest first. */
export async function allComments(person, streamId) {
  const all = [];
  let cursor = '';
  do {
    const page = await person.get(`/api/live/${streamId}/comments?limit=100${cursor}`);
    all.push(...page.items);
    cursor = page.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : '';
  } while (cursor);
  return all.reverse();
}
