import { Emitter } from "../emitter.ts";
import { LiveError } from "../errors.ts";
import {
  CLIENT_EVENTS,
  type Comment,
  type CommentDeleted,
  type Join,
  type Joined,
  type ReactionKind,
  type Reactions,
  type ServerEvent,
  type SessionEnded,
  type StreamChanged,
  type StreamHealth,
  type StreamUpdated,
  type Viewers,
} from "../generated/protocol.ts";
import type { Live } from "../live.ts";
import { makeClientId } from "./client-id.ts";
import { CommentLog } from "./comment-log.ts";
import { Outbox } from "./outbox.ts";
import { ReactionBatch } from "./reaction-batch.ts";
import type { Realtime } from "./socket.ts";

/** How a room is reached. */
export type RoomLink = "joining" | "joined" | "lost" | "refused" | "left";

export interface RoomEvents {
  /** The room was joined, for the first time or again. `comments` are those not yet seen. */
  joined: Joined & { resumed: boolean };
  /** The line is lost; the room comes back by itself. */
  lost: { reason: string };
  /** The server does not let this viewer in; `retry` tries again, for example after a log-in. */
  refused: LiveError;
  /** A comment that was not seen before. Mostly in order; insert by `seq`. */
  comment: Comment;
  comment_deleted: Pick<CommentDeleted, "stream_id" | "comment_id">;
  /** Reactions of the last half second, this viewer's own among them. */
  reactions: Reactions;
  viewers: Viewers;
  state: StreamChanged;
  updated: StreamUpdated;
  /** For the streamer: incoming media. */
  health: StreamHealth;
  session_ended: SessionEnded;
  /** A comment of this viewer is on its way. */
  sending: { client_id: string; body: string };
  sent: { client_id: string; comment: Comment };
  send_failed: { client_id: string; body: string; error: LiveError };
}

export interface JoinOptions {
  /** For a private stream that the user could not watch otherwise. */
  playbackToken?: string | null | undefined;
}

/** A comment that comes out of order waits for those before it this long. */
const HOLE_MS = 800;
/** A hole is asked for at most this often: a room with lost events must not flood the server. */
const CATCH_UP_EVERY_MS = 3_000;
const REJOIN_MS = 1_000;
/** Comments fetched at most to fill a long absence; more are in the history. */
const FILL_MAX = 1_000;

/**
 * A stream's room: chat, reactions, viewers and the stream's state.
 *
 * It joins when the socket is up and again after each loss, from the last comment that it has, so
 * no comment is lost and none comes twice.
 */
export class StreamRoom extends Emitter<RoomEvents> {
  readonly streamId: string;
  readonly #realtime: Realtime;
  readonly #live: Live;
  readonly #options: JoinOptions;
  readonly #log = new CommentLog();
  /** All deletions up to this number were handed on; null before the first join. */
  #lastDeletion: number | null = null;
  readonly #outbox: Outbox;
  readonly #reactions: ReactionBatch;
  readonly #offs: (() => void)[];
  #link: RoomLink = "joining";
  #joining: Promise<void> | null = null;
  #joinAgain = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #caughtUpAt = 0;

  constructor(realtime: Realtime, live: Live, streamId: string, options: JoinOptions = {}) {
    super();
    this.streamId = streamId;
    this.#realtime = realtime;
    this.#live = live;
    this.#options = options;
    this.#outbox = new Outbox((clientId, body) => this.#deliver(clientId, body));
    this.#reactions = new ReactionBatch((kind, count) => this.#sendReaction(kind, count));
    this.#offs = [
      realtime.on("up", () => this.#join()),
      realtime.on("down", ({ reason }) => this.handleDown(reason)),
      realtime.on("refused", (error) => this.#handleJoinFailure(error)),
      realtime.on("woke", () => this.#join()),
      realtime.on("server", (event) => this.handleServer(event)),
    ];
    realtime.retain();
    if (realtime.connected) this.#join();
  }

  get link(): RoomLink {
    return this.#link;
  }

  /**
   * Writes a comment. It is tried for 30 s, through lost connections, and stored once; give the
   * `clientId` of a comment that failed to try that one again.
   */
  async send(body: string, clientId: string = makeClientId()): Promise<Comment> {
    if (this.#link === "left") throw new LiveError("aborted");
    this.emit("sending", { client_id: clientId, body });
    try {
      const comment = await this.#outbox.add(clientId, body);
      this.emit("sent", { client_id: clientId, comment });
      return comment;
    } catch (thrown) {
      const error = LiveError.from(thrown);
      this.emit("send_failed", { client_id: clientId, body, error });
      throw error;
    }
  }

  /** Deletes one's own comment (moderators and the streamer: any). */
  async deleteComment(commentId: string): Promise<void> {
    await this.#realtime.call(CLIENT_EVENTS.deleteComment, {
      stream_id: this.streamId,
      comment_id: commentId,
    });
  }

  /** Reacts. Taps are gathered for half a second; what is tapped while the line is lost is dropped. */
  react(kind: ReactionKind, count = 1): void {
    if (this.#link === "joined") this.#reactions.add(kind, count);
  }

  /** Tries again after a refusal. */
  retry(): void {
    if (this.#link !== "refused") return;
    this.#link = "joining";
    if (this.#realtime.connected) this.#join();
    else this.#realtime.reconnect();
  }

  /** Leaves; nothing is emitted after it. */
  leave(): void {
    if (this.#link === "left") return;
    this.#reactions.flush();
    this.#link = "left";
    this.#outbox.close(new LiveError("aborted"));
    this.#reactions.close();
    clearTimeout(this.#timer);
    for (const off of this.#offs) off();
    this.removeAllListeners();
    if (this.#realtime.connected) {
      // Best effort: the server also notices when the socket goes.
      this.#realtime.call(CLIENT_EVENTS.leave, { stream_id: this.streamId }).catch(() => {});
    }
    this.#realtime.release();
  }

  /** The socket went down. */
  handleDown(reason: string): void {
    clearTimeout(this.#timer);
    this.#outbox.handleLost();
    if (this.#link !== "joined") return;
    this.#link = "lost";
    this.emit("lost", { reason });
  }

  /** The server emitted something, perhaps for another room. */
  handleServer(event: ServerEvent): void {
    if (event.event === "session:ended") return this.emit("session_ended", event.data);
    if (event.data.stream_id !== this.streamId) return;
    switch (event.event) {
      case "comment:new":
        return this.#handleComment(event.data);
      case "comment:deleted":
        return this.#handleDeletion(event.data);
      case "reactions":
        return this.emit("reactions", event.data);
      case "viewers":
        return this.emit("viewers", event.data);
      case "stream:state":
        return this.emit("state", event.data);
      case "stream:updated":
        return this.emit("updated", event.data);
      case "stream:health":
        return this.emit("health", event.data);
    }
  }

  #handleComment(comment: Comment): void {
    if (this.#log.see(comment)) this.emit("comment", comment);
    if (this.#log.hasHole && this.#link === "joined") this.#catchUpLater();
  }

  #handleDeletion(deleted: CommentDeleted): void {
    // Where one between was lost, the next join tells it, and this one once more.
    if (this.#lastDeletion !== null && deleted.deletion === this.#lastDeletion + 1) {
      this.#lastDeletion = deleted.deletion;
    }
    this.emit("comment_deleted", deleted);
  }

  /** Something between is missing: asks for it, unless it still comes by itself. */
  #catchUpLater(): void {
    clearTimeout(this.#timer);
    const wait = Math.max(HOLE_MS, this.#caughtUpAt + CATCH_UP_EVERY_MS - Date.now());
    this.#timer = setTimeout(() => {
      if (this.#log.hasHole && this.#link === "joined") this.#join();
    }, wait);
  }

  /** Joins, or joins again to catch up; one at a time. */
  #join(): void {
    if (this.#link === "left" || this.#link === "refused") return;
    if (this.#joining) {
      this.#joinAgain = true;
      return;
    }
    this.#joinAgain = false;
    this.#joining = this.#joinOnce().finally(() => {
      this.#joining = null;
      if (this.#joinAgain) this.#join();
    });
  }

  async #joinOnce(): Promise<void> {
    const request: Join = { stream_id: this.streamId };
    const after = this.#log.resumeAfter;
    if (after !== null) request.after_seq = after;
    if (this.#lastDeletion !== null) request.after_deletion = this.#lastDeletion;
    if (this.#options.playbackToken) request.playback_token = this.#options.playbackToken;
    let joined: Joined;
    try {
      joined = await this.#realtime.call<Joined>(CLIENT_EVENTS.join, request);
      if (joined.comments_truncated && after !== null) await this.#fill(joined, after);
    } catch (thrown) {
      return this.#handleJoinFailure(LiveError.from(thrown));
    }
    if (this.#isLeft()) return;
    const comments = this.#log.catchUp(joined.comments);
    const resumed = after !== null;
    this.#caughtUpAt = Date.now();
    this.#link = "joined";
    this.emit("joined", { ...joined, comments, resumed });
    this.#tellDeleted(joined);
    if (this.#isLeft()) return;
    this.#outbox.handleJoined();
    if (this.#log.hasHole) this.#catchUpLater();
  }

  /** Hands on what was deleted while the line was lost; more than a join tells with the next one. */
  #tellDeleted({ deleted, deleted_truncated, last_deletion }: Joined): void {
    this.#lastDeletion = last_deletion;
    for (const commentId of deleted) {
      if (this.#isLeft()) return;
      this.emit("comment_deleted", { stream_id: this.streamId, comment_id: commentId });
    }
    if (deleted_truncated) this.#joinAgain = true;
  }

  /** More was missed than a join tells: reads the history from there on. */
  async #fill(joined: Joined, after: number): Promise<void> {
    const have = new Map(joined.comments.map((comment) => [comment.seq, comment]));
    const told = Math.min(...have.keys());
    let afterSeq = after;
    while (afterSeq + 1 < told && have.size < FILL_MAX) {
      const { playbackToken } = this.#options;
      const { items } = await this.#live.comments(this.streamId, { afterSeq, limit: 100, playbackToken });
      const last = items.at(-1);
      if (!last) break;
      for (const comment of items) have.set(comment.seq, comment);
      afterSeq = last.seq;
    }
    joined.comments = [...have.values()].sort((a, b) => a.seq - b.seq);
  }

  #handleJoinFailure(error: LiveError): void {
    if (this.#isLeft()) return;
    if (!error.isTemporary) {
      this.#link = "refused";
      this.#outbox.close(error);
      this.emit("refused", error);
      return;
    }
    // The line looks up and does not answer: another one.
    if (error.code === "timeout") return this.#realtime.reconnect();
    if (!this.#realtime.connected) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#join(),
      error.retryAfterS === null ? REJOIN_MS : error.retryAfterS * 1000,
    );
  }

  async #deliver(clientId: string, body: string): Promise<Comment> {
    try {
      const comment = { stream_id: this.streamId, body, client_id: clientId };
      return await this.#realtime.call(CLIENT_EVENTS.comment, comment);
    } catch (thrown) {
      // Is the line dead? A join is harmless, and opens another line when it is not answered.
      if (LiveError.from(thrown).code === "timeout") this.#join();
      throw thrown;
    }
  }

  #sendReaction(kind: ReactionKind, count: number): void {
    // A lost reaction is no loss.
    this.#realtime.call(CLIENT_EVENTS.react, { stream_id: this.streamId, kind, count }).catch(() => {});
  }

  #isLeft(): boolean {
    return this.#link === "left";
  }
}
