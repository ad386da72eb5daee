// What the Leptos apps call through wasm-bindgen (`raw_module = "/assets/sdk.js"`).
//
// Everything that crosses is a string, a number or a plain object, so that the Rust side needs no
// binding a type: `call("auth.login", [{login, password}])` is `auth.login({login, password})`.
// Rejections are `LiveErrorJson`, never an Error.
import { LiveEngine } from "./client.ts";
import { LiveError, type LiveErrorJson } from "./errors.ts";
import type { ReactionKind, StreamState } from "./generated/protocol.ts";
import type { Player } from "./playback/player.ts";
import type { PlayerOptions, PlayerStats } from "./playback/types.ts";
import type { JoinOptions, StreamRoom } from "./realtime/room.ts";

type Listener = (name: string, data: unknown) => void;
type Progress = (done: number) => void;

let engine: LiveEngine | undefined;

/** The engine of this page's own origin, made when first used. */
function page(): LiveEngine {
  engine ??= new LiveEngine();
  return engine;
}

/**
 * Calls a method of `auth`, `users` or `live` by its name: `"live.list"`. Arguments that are null
 * at the end count as absent.
 */
export function call(method: string, args: unknown[] = []): Promise<unknown> {
  const [part = "", name = ""] = method.split(".");
  const parts: Record<string, object> = { auth: page().auth, users: page().users, live: page().live };
  const target = parts[part];
  const found: unknown = target && Reflect.get(target, name);
  if (typeof found !== "function") throw new TypeError(`the SDK has no method ${method}`);
  return plain(async () => found.apply(target, withoutTrailingNulls(args)));
}

/** `changed` (account or null), `ended` ({code, reason}). Gives the function that stops it. */
export function onAuth(listener: Listener): () => void {
  const offs = [
    page().auth.on("changed", (account) => listener("changed", account)),
    page().auth.on("ended", (ended) => listener("ended", ended)),
  ];
  return () => {
    for (const off of offs) off();
  };
}

/** Uploads the user's picture; gives the account. */
export function uploadAvatar(file: Blob, onProgress: Progress): Promise<unknown> {
  return plain(() => page().users.uploadAvatar(file, onProgress));
}

/** Uploads the picture of one's own stream; gives the stream. */
export function uploadThumbnail(id: string, file: Blob, onProgress: Progress): Promise<unknown> {
  return plain(() => page().live.setThumbnail(id, file, onProgress));
}

/**
 * Joins a room. The listener hears `joined`, `lost`, `refused` (an error), and for each server
 * event `server` with `{event, data}` as in `ServerEvent`.
 */
export function joinRoom(streamId: string, options: JoinOptions | null, listener: Listener): RoomHandle {
  return new RoomHandle(page().joinRoom(streamId, options ?? {}), listener);
}

/** A room, for Rust. */
export class RoomHandle {
  readonly #room: StreamRoom;

  constructor(room: StreamRoom, listener: Listener) {
    this.#room = room;
    const server = (event: string) => (data: unknown) => listener("server", { event, data });
    room.on("joined", (joined) => listener("joined", joined));
    room.on("lost", (lost) => listener("lost", lost));
    room.on("refused", (error) => listener("refused", error.toJSON()));
    room.on("comment", server("comment:new"));
    room.on("comment_deleted", server("comment:deleted"));
    room.on("reactions", server("reactions"));
    room.on("viewers", server("viewers"));
    room.on("state", server("stream:state"));
    room.on("updated", server("stream:updated"));
    room.on("health", server("stream:health"));
    room.on("session_ended", server("session:ended"));
  }

  /** Gives the stored comment. `clientId` is a UUID; the same one again for a retry. */
  send(body: string, clientId: string): Promise<unknown> {
    return plain(() => this.#room.send(body, clientId));
  }

  deleteComment(commentId: string): Promise<unknown> {
    return plain(() => this.#room.deleteComment(commentId));
  }

  react(kind: ReactionKind, count: number): void {
    this.#room.react(kind, count);
  }

  retry(): void {
    this.#room.retry();
  }

  leave(): void {
    this.#room.leave();
  }
}

/** Options of `attachPlayer`: with `stream_id`, a refused address is asked for anew. */
interface AttachOptions {
  autoplay?: boolean | null;
  low_latency?: boolean | null;
  stream_id?: string | null;
  /** Of an invitation to a private stream. */
  playback_token?: string | null;
}

/** Plays `src` in `video`. The listener hears the events of `PlayerEvents`. */
export function attachPlayer(
  video: HTMLVideoElement,
  src: string,
  options: AttachOptions | null,
  listener: Listener,
): PlayerHandle {
  const streamId = options?.stream_id;
  const playbackToken = options?.playback_token;
  const settings: PlayerOptions = {
    src,
    autoplay: options?.autoplay ?? true,
    lowLatency: options?.low_latency ?? true,
    refreshSource: streamId
      ? async () => page().url((await page().live.get(streamId, { playbackToken })).playback.hls)
      : undefined,
  };
  return new PlayerHandle(page().play(video, settings), listener);
}

/** A player, for Rust. */
export class PlayerHandle {
  readonly #player: Player;

  constructor(player: Player, listener: Listener) {
    this.#player = player;
    player.onAny((name, data) => {
      if (name !== "state") return listener(name, data);
      const { state, error } = data as { state: string; error: LiveError | null };
      listener("state", { state, error: error?.toJSON() ?? null });
    });
  }

  stats(): PlayerStats {
    return this.#player.stats;
  }

  load(src: string): void {
    this.#player.load(src);
  }

  play(): void {
    void this.#player.play();
  }

  pause(): void {
    this.#player.pause();
  }

  setMuted(muted: boolean): void {
    this.#player.setMuted(muted);
  }

  goLive(): void {
    this.#player.goLive();
  }

  setQuality(index: number): void {
    this.#player.setQuality(index);
  }

  handleStreamState(state: StreamState): void {
    this.#player.handleStreamState(state);
  }

  destroy(): void {
    this.#player.destroy();
  }
}

/** Errors become plain objects; undefined becomes null. */
async function plain(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await act()) ?? null;
  } catch (thrown) {
    const error: LiveErrorJson = LiveError.from(thrown).toJSON();
    throw error;
  }
}

function withoutTrailingNulls(args: unknown[]): unknown[] {
  const end = args.findLastIndex((arg) => arg !== null && arg !== undefined);
  return args.slice(0, end + 1);
}
