// A viewer's socket: the official client, which resumes by the last comment that it has.

import { io } from 'socket.io-client';
import { waitFor } from './wait.js';

export class Viewer {
  /**
   * @param {string} url the platform's
   * @param {string} streamId
   * @param {{token?: string, agent?: string, transports?: string[]}} [options]
   */
  constructor(url, streamId, { token, agent = 'viewer', transports } = {}) {
    this.streamId = streamId;
    /** Sequence numbers in the order in which they came. */
    this.seqs = [];
    this.comments = [];
    this.events = [];
    this.joins = 0;
    this.socket = io(url, {
      forceNew: true,
      auth: token ? { token } : {},
      extraHeaders: { 'User-Agent': agent },
      ...(transports ? { transports } : {}),
    });
    this.socket.on('connect', () => this.#join());
    this.socket.on('comment:new', (comment) => this.#take(comment));
    this.socket.onAny((name, data) => this.events.push({ name, data }));
  }

  get lastSeq() {
    return this.seqs.length ? Math.max(...this.seqs) : 0;
  }

  async #join() {
    const ask = { stream_id: this.streamId, after_seq: this.lastSeq };
    try {
      const ack = await this.socket.timeout(5_000).emitWithAck('stream:join', ask);
      if (ack.status !== 'ok') throw new Error(JSON.stringify(ack));
      this.joined = ack.data;
      for (const comment of ack.data.comments) this.#take(comment);
      this.joins += 1;
    } catch (error) {
      this.joinError = error;
      if (this.socket.connected) setTimeout(() => this.#join(), 250);
    }
  }

  #take(comment) {
    // What comes by itself and in the answer to the join may overlap; the client's place is `seq`.
    if (this.seqs.includes(comment.seq)) return;
    this.seqs.push(comment.seq);
    this.comments.push(comment);
  }

  ready() {
    return waitFor('the viewer to have joined', () => this.joins > 0);
  }

  /** Emits, and answers the acknowledgement's data. */
  async ask(event, data) {
    const ack = await this.socket.timeout(5_000).emitWithAck(event, data);
    if (ack.status !== 'ok') throw new Error(`${event}: ${JSON.stringify(ack.data)}`);
    return ack.data;
  }

  close() {
    this.socket.close();
  }
}
