import { io, type Socket } from "socket.io-client";
import type { Auth } from "../auth/auth.ts";
import { Emitter } from "../emitter.ts";
import { isProblem, LiveError } from "../errors.ts";
import {
  type Ack,
  CLIENT_EVENTS,
  ERROR_TITLES,
  type ErrorCode,
  type ServerEvent,
} from "../generated/protocol.ts";

/** What the server emits, by name. */
export type ServerEvents = { [Event in ServerEvent as Event["event"]]: Event["data"] };

export interface RealtimeEvents {
  /** The socket is up; rooms join now. */
  up: null;
  /** The socket is down; it comes back by itself. */
  down: { reason: string };
  /** The server does not take this page's sockets: a foreign origin, for example. */
  refused: LiveError;
  /** The page was hidden, asleep or without network and may have missed something. */
  woke: null;
  /** What the server emitted. */
  server: ServerEvent;
}

/** The events that are handed on; the session's end is handled here as well. */
export const SERVER_EVENTS = [
  "comment:new",
  "comment:deleted",
  "reactions",
  "viewers",
  "stream:state",
  "stream:updated",
  "stream:health",
  "session:ended",
] as const satisfies readonly ServerEvent["event"][];

// Fails to compile when the protocol has an event that the list above lacks.
type Missing = Exclude<ServerEvent["event"], (typeof SERVER_EVENTS)[number]>;
const complete: [Missing] extends [never] ? true : never = true;
void complete;

const ACK_TIMEOUT_MS = 5_000;
const RECONNECT_MIN_MS = 300;
const RECONNECT_MAX_MS = 4_000;
/** After a renewal that failed for want of a line. */
const RENEW_AGAIN_MS = 1_000;

/**
 * One Socket.IO connection for all rooms of a page.
 *
 * It opens with the first room and closes with the last. It comes back by itself, also after
 * refusals that socket.io-client takes as final, and always carries the token of now.
 */
export class Realtime extends Emitter<RealtimeEvents> {
  readonly #baseUrl: string;
  readonly #auth: Auth;
  readonly #offs: (() => void)[] = [];
  #socket: Socket | null = null;
  #rooms = 0;
  #userId: string | null = null;
  #token: string | null = null;
  #refusals = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(baseUrl: string, auth: Auth) {
    super();
    this.#baseUrl = baseUrl;
    this.#auth = auth;
    this.#offs.push(auth.on("token", (token) => this.handleToken(token)));
    this.#watchPage();
  }

  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** A room needs the socket. Pair it with `release`. */
  retain(): void {
    this.#rooms += 1;
    if (!this.#socket) this.#open();
  }

  release(): void {
    this.#rooms -= 1;
    if (this.#rooms === 0) this.#close();
  }

  /** Emits and waits for the acknowledgement; throws its refusal, `offline` or `timeout`. */
  async call<T>(event: string, data: object): Promise<T> {
    const socket = this.#socket;
    if (!socket?.connected) throw new LiveError("offline");
    let ack: Ack<T>;
    try {
      ack = (await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data)) as Ack<T>;
    } catch (cause) {
      throw new LiveError(socket.connected ? "timeout" : "offline", { cause });
    }
    if (ack?.status === "ok") return ack.data;
    if (ack?.status === "error" && isProblem(ack.data)) throw LiveError.fromProblem(ack.data);
    throw new LiveError("bad_response");
  }

  /** The connection is suspected dead, or was refused: opens another one now. */
  reconnect(): void {
    this.#socket?.disconnect().connect();
  }

  /** The access token changed: tells the socket, or opens another one for another user. */
  handleToken(token: string | null): void {
    const userId = this.#auth.account?.id ?? null;
    const sameUser = userId === this.#userId;
    const sameToken = token === this.#token;
    this.#userId = userId;
    this.#token = token;
    this.#renewLater();
    if (!this.#socket || sameToken) return;
    if (!sameUser || token === null) return this.reconnect();
    if (!this.connected) return;
    this.call(CLIENT_EVENTS.authenticate, { token }).catch((thrown) => {
      // A refused token: a new connection asks for a new one.
      if (!LiveError.from(thrown).isTemporary) this.reconnect();
    });
  }

  close(): void {
    for (const off of this.#offs) off();
    this.#close();
    this.removeAllListeners();
  }

  #open(): void {
    this.#token = null;
    const socket = io(this.#baseUrl || "/", {
      path: "/socket.io/",
      // WebSocket alone needs no sticky sessions; polling is for networks that forbid it.
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      forceNew: true,
      timeout: 5_000,
      reconnectionDelay: RECONNECT_MIN_MS,
      reconnectionDelayMax: RECONNECT_MAX_MS,
      auth: (give) => void this.#credentials().then(give),
    });
    this.#socket = socket;
    socket.on("connect", () => {
      this.#refusals = 0;
      this.emit("up", null);
    });
    socket.on("disconnect", (reason) => {
      this.emit("down", { reason });
      // The server closed it on purpose (drain, session's end): socket.io-client stops then.
      if (!socket.active && reason === "io server disconnect") this.#connectLater();
    });
    socket.on("connect_error", (error) => {
      this.emit("down", { reason: error.message });
      if (!socket.active) void this.#handleRefusal(error);
    });
    for (const event of SERVER_EVENTS) {
      socket.on(event, (data: unknown) => this.#handleServer({ event, data } as ServerEvent));
    }
  }

  /** A socket outlives its token: gives it a fresh one in time, also when nothing else asks. */
  #renewLater(): void {
    clearTimeout(this.#renewal);
    const at = this.#auth.renewAt;
    if (at === null || !this.#socket) return;
    this.#renewal = setTimeout(
      () => this.#auth.renew().catch(() => this.#renewLater()),
      Math.max(at - Date.now(), RENEW_AGAIN_MS),
    );
  }

  #close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  async #credentials(): Promise<{ token?: string }> {
    let token: string | null = null;
    try {
      token = await this.#auth.accessToken();
    } catch {
      // No network for a refresh: the connection will fail and be tried again.
    }
    this.#token = token;
    this.#userId = this.#auth.account?.id ?? null;
    this.#renewLater();
    return token === null ? {} : { token };
  }

  /** The server refused the connection; the error's message is the code. */
  async #handleRefusal({ message }: Error): Promise<void> {
    const code = message in ERROR_TITLES ? (message as ErrorCode) : "unavailable";
    const error = new LiveError(code);
    if (code === "unauthenticated" && this.#token !== null) {
      try {
        await this.#auth.replaceToken(this.#token);
      } catch {
        // The line: tried again below.
      }
    } else if (!error.isTemporary) {
      this.emit("refused", error);
      return;
    }
    this.#connectLater();
  }

  #connectLater(): void {
    const backoff = Math.min(RECONNECT_MIN_MS * 2 ** this.#refusals, RECONNECT_MAX_MS);
    this.#refusals += 1;
    clearTimeout(this.#retry);
    const jitter = 0.5 + Math.random();
    this.#retry = setTimeout(() => this.#socket?.connect(), backoff * jitter);
  }

  #handleServer(event: ServerEvent): void {
    if (event.event === "session:ended") this.#auth.handleSessionEnded(event.data.reason);
    this.emit("server", event);
  }

  /** Timers stand still while a page sleeps, and a dead line is noticed late: looks at once. */
  #watchPage(): void {
    if (typeof window === "undefined") return;
    const woke = () => {
      if (document.visibilityState === "hidden" || !this.#socket) return;
      if (this.connected) this.emit("woke", null);
      else this.reconnect();
    };
    for (const [target, event] of [
      [document, "visibilitychange"],
      [window, "online"],
      [window, "pageshow"],
    ] as const) {
      target.addEventListener(event, woke);
      this.#offs.push(() => target.removeEventListener(event, woke));
    }
  }
}
