// A small engine with the real wire protocols (HTTP and Socket.IO), for what a test must be able to
// break on purpose: lost acknowledgements, lost events, refused tokens. What a whole engine does is
// tested against a whole engine.
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";
import type {
  Account,
  Comment,
  ErrorCode,
  Join,
  Joined,
  Problem,
  Tokens,
} from "../../src/generated/protocol.ts";

export const STREAM = "018f3f5e-7a3c-7000-8000-000000000001";

export function problem(code: ErrorCode, status: number, more: Partial<Problem> = {}): Problem {
  return { type: `/api/docs/errors#${code}`, title: code, status, code, ...more };
}

const account: Account = {
  id: "018f3f5e-7a3c-7000-8000-00000000000a",
  username: "ada",
  display_name: "Ada",
  bio: "",
  avatar_url: null,
  email: "ada@example.test",
  email_verified: false,
  role: "user",
  created_at: 1,
};

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
type Ack = (answer: unknown) => void;

export class TestEngine {
  readonly comments: Comment[] = [];
  /** Ids of deleted comments, in order. */
  readonly deletions: string[] = [];
  readonly sockets = new Set<Socket>();
  /** Requests in order, as "METHOD /path". */
  readonly requests: string[] = [];
  /** Tokens that sockets connected or authenticated with; null for anonymous ones. */
  readonly socketTokens: (string | null)[] = [];
  readonly reactions: { kind: string; count: number }[] = [];
  joins = 0;
  /** Seconds that access tokens live. */
  expiresIn = 900;
  /** Answers for a path instead of the usual ones, used up one by one. */
  readonly overrides = new Map<string, Reply[]>();
  /** Gives true to swallow a stored comment's acknowledgement. */
  loseAck: () => boolean = () => false;
  /** Gives true to lose a comment's event on its way to a socket. */
  loseEvent: (comment: Comment) => boolean = () => false;
  /** The code with which sockets are refused. */
  refuseSockets: ErrorCode | null = null;
  /** What a join answers instead. */
  refuseJoin: Problem | null = null;
  #refreshToken = "refresh-0";
  #accessTokens = new Set<string>();
  #issued = 0;
  #http: HttpServer;
  #io: Server;
  #byClientId = new Map<string, Comment>();

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#io = new Server(this.#http, { pingInterval: 2_000, pingTimeout: 2_000 });
    this.#io.use((socket, next) => {
      const token = (socket.handshake.auth["token"] as string | undefined) ?? null;
      this.socketTokens.push(token);
      if (this.refuseSockets) return next(new Error(this.refuseSockets));
      if (token === null || this.#accessTokens.has(token)) return next();
      next(new Error("unauthenticated"));
    });
    this.#io.on("connection", (socket) => this.#handleSocket(socket));
  }

  static async start(port = 0): Promise<TestEngine> {
    const engine = new TestEngine();
    await new Promise<void>((resolve) => engine.#http.listen(port, "127.0.0.1", resolve));
    return engine;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends every access token, as a restart with other keys would. */
  expireAll(): void {
    this.#accessTokens.clear();
  }

  /** Cuts the lines without a word. */
  cut(): void {
    for (const socket of this.sockets) socket.conn.close(true);
  }

  /** Ends sockets on purpose, as a draining server does. */
  drain(): void {
    for (const socket of this.sockets) socket.disconnect(true);
  }

  emit(event: string, data: unknown): void {
    this.#io.emit(event, data);
  }

  /** Stores a comment and tells the room. */
  post(body: string, clientId?: string): Comment {
    const known = clientId === undefined ? undefined : this.#byClientId.get(clientId);
    if (known) return known;
    const { id, username, display_name, avatar_url } = account;
    const comment: Comment = {
      id: crypto.randomUUID(),
      stream_id: STREAM,
      seq: this.comments.length + 1,
      author: { id, username, display_name, avatar_url },
      body,
      deleted: false,
      created_at: Date.now(),
    };
    this.comments.push(comment);
    if (clientId !== undefined) this.#byClientId.set(clientId, comment);
    for (const socket of this.sockets) {
      if (socket.rooms.has(STREAM) && !this.loseEvent(comment)) socket.emit("comment:new", comment);
    }
    return comment;
  }

  delete(comment: Comment): void {
    this.deletions.push(comment.id);
    const deleted = { stream_id: STREAM, comment_id: comment.id, deletion: this.deletions.length };
    for (const socket of this.sockets) {
      if (socket.rooms.has(STREAM) && !this.loseEvent(comment)) socket.emit("comment:deleted", deleted);
    }
  }

  async stop(): Promise<void> {
    await this.#io.close();
    this.#http.closeAllConnections();
  }

  tokens(): Tokens {
    this.#issued += 1;
    this.#refreshToken = `refresh-${this.#issued}`;
    const access = `access-${this.#issued}`;
    this.#accessTokens.add(access);
    return {
      access_token: access,
      refresh_token: this.#refreshToken,
      expires_in: this.expiresIn,
      user: account,
    };
  }

  #handleSocket(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("disconnect", () => this.sockets.delete(socket));
    socket.on("stream:join", (data: Join, ack: Ack) => {
      this.joins += 1;
      if (this.refuseJoin) return ack({ status: "error", data: this.refuseJoin });
      void socket.join(data.stream_id);
      const after = data.after_seq ?? Math.max(0, this.comments.length - 50);
      const missed = this.comments.filter((comment) => comment.seq > after);
      const knows = data.after_deletion ?? this.deletions.length;
      const deleted = this.deletions.slice(knows, knows + 200);
      const answer: Joined = {
        state: "live",
        viewers: this.sockets.size,
        comments: missed.slice(-200),
        comments_truncated: missed.length > 200,
        deleted,
        deleted_truncated: this.deletions.length > knows + 200,
        last_deletion: knows + deleted.length,
        reactions: [],
      };
      ack({ status: "ok", data: answer });
    });
    socket.on("comment:send", (data: { body: string; client_id: string }, ack: Ack) => {
      if (data.body === "") return ack({ status: "error", data: problem("comment_refused", 422) });
      const comment = this.post(data.body, data.client_id);
      if (!this.loseAck()) ack({ status: "ok", data: comment });
    });
    socket.on("reaction:send", (data: { kind: string; count: number }, ack: Ack) => {
      this.reactions.push({ kind: data.kind, count: data.count });
      ack({ status: "ok", data: null });
    });
    socket.on("authenticate", (data: { token: string }, ack: Ack) => {
      this.socketTokens.push(data.token);
      if (this.#accessTokens.has(data.token)) ack({ status: "ok", data: null });
      else ack({ status: "error", data: problem("unauthenticated", 401) });
    });
    socket.on("stream:leave", (data: { stream_id: string }, ack: Ack) => {
      void socket.leave(data.stream_id);
      ack({ status: "ok", data: null });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? "/", "http://engine");
    const { status, body, headers } = this.#route(request, url, text === "" ? {} : JSON.parse(text));
    const type = status >= 400 && typeof body === "object" ? "application/problem+json" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body));
  }

  #route(request: IncomingMessage, url: URL, body: Record<string, unknown>): Reply {
    const call = `${request.method} ${url.pathname}`;
    this.requests.push(call);
    const override = this.overrides.get(call)?.shift();
    if (override) return override;
    if (call === "POST /api/auth/login") {
      if (body["password"] !== "correct horse") return refused("bad_credentials", 401);
      return { status: 200, body: this.tokens() };
    }
    if (call === "POST /api/auth/refresh") {
      if (body["refresh_token"] !== this.#refreshToken) return refused("refresh_reused", 401);
      return { status: 200, body: this.tokens() };
    }
    if (call === `GET /api/live/${STREAM}/comments`) return { status: 200, body: this.#history(url) };
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    if (!this.#accessTokens.has(token)) return refused("unauthenticated", 401);
    if (call === "GET /api/users/me") return { status: 200, body: account };
    if (call === "POST /api/auth/logout") return { status: 204 };
    return refused("not_found", 404);
  }

  #history(url: URL): { items: Comment[]; next_cursor: string | null } {
    const limit = Number(url.searchParams.get("limit") ?? 30);
    const after = url.searchParams.get("after_seq");
    if (after !== null) {
      const items = this.comments.filter((comment) => comment.seq > Number(after)).slice(0, limit);
      return { items, next_cursor: null };
    }
    const before = Number(url.searchParams.get("cursor") ?? Number.POSITIVE_INFINITY);
    const items = this.comments
      .filter((comment) => comment.seq < before)
      .reverse()
      .slice(0, limit);
    const last = items.at(-1)?.seq ?? 1;
    return { items, next_cursor: last > 1 ? String(last) : null };
  }
}

function refused(code: ErrorCode, status: number): Reply {
  return { status, body: problem(code, status) };
}
