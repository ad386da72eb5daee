import type {
  Category,
  Comment,
  CreateStream,
  Page,
  Stream,
  StreamKey,
  StreamStats,
  UpdateStream,
} from "./generated/protocol.ts";
import { type CallOptions, type HttpClient, segment } from "./rest/http.ts";
import type { PageOptions } from "./users.ts";

export interface ListOptions extends PageOptions {
  /** A category's slug. */
  category?: string | null | undefined;
  /** A streamer's user name. */
  streamer?: string | null | undefined;
}

/** What `create` takes: a title, and what else differs from the defaults. */
export type CreateStreamOptions = Pick<CreateStream, "title"> & Partial<CreateStream>;

/** A token that lets its holder watch a private stream. */
export interface PlaybackToken {
  token: string;
  /** Seconds for which it is valid. */
  expires_in: number;
}

/** Streams: finding them, watching over one's own. */
export class Live {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Public streams that are live, the ones with most viewers first. */
  list({ category, streamer, cursor, limit, ...options }: ListOptions = {}): Promise<Page<Stream>> {
    return this.#http.get("/api/live", { category, streamer, cursor, limit }, options);
  }

  /** The categories and how many streams are live in each. */
  async categories(options: CallOptions = {}): Promise<Category[]> {
    const answer = await this.#http.get<Category[] | { items: Category[] }>(
      "/api/live/categories",
      {},
      options,
    );
    return Array.isArray(answer) ? answer : answer.items;
  }

  /** The user's own streams, newest first. */
  mine({ cursor, limit, ...options }: PageOptions = {}): Promise<Page<Stream>> {
    return this.#http.get("/api/live/mine", { cursor, limit }, options);
  }

  get(id: string, options: CallOptions = {}): Promise<Stream> {
    return this.#http.get(`/api/live/${segment(id)}`, {}, options);
  }

  /** Creates a stream. `ingest` of the answer says where the encoder sends to. */
  create(request: CreateStreamOptions): Promise<Stream> {
    return this.#http.post("/api/live", request);
  }

  /** Changes a stream's details; what is absent stays. */
  update(id: string, changes: Partial<UpdateStream>): Promise<Stream> {
    return this.#http.patch(`/api/live/${segment(id)}`, changes);
  }

  /** Ends a stream for good: the encoder is cut off. */
  end(id: string): Promise<Stream> {
    return this.#http.post(`/api/live/${segment(id)}/end`);
  }

  /** Sets the stream's picture; `onProgress` hears from 0 to 1. */
  uploadThumbnail(
    id: string,
    file: Blob,
    onProgress: (done: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Stream> {
    return this.#http.upload("PUT", `/api/live/${segment(id)}/thumbnail`, file, onProgress, signal);
  }

  /** The user's stream keys, without their secrets. */
  async keys(options: CallOptions = {}): Promise<StreamKey[]> {
    const answer = await this.#http.get<StreamKey[] | { items: StreamKey[] }>("/api/live/keys", {}, options);
    return Array.isArray(answer) ? answer : answer.items;
  }

  /** Makes a new key; the old one stops working at once. `secret` is shown only in this answer. */
  rotateKey(): Promise<StreamKey> {
    return this.#http.post("/api/live/keys/rotate");
  }

  /** Statistics, for the streamer. */
  stats(id: string, options: CallOptions = {}): Promise<StreamStats> {
    return this.#http.get(`/api/live/${segment(id)}/stats`, {}, options);
  }

  /** The chat's history, newest first. */
  comments(id: string, { cursor, limit, ...options }: PageOptions = {}): Promise<Page<Comment>> {
    return this.#http.get(`/api/live/${segment(id)}/comments`, { cursor, limit }, options);
  }

  /** Deletes one's own comment (moderators and the streamer: any). */
  async deleteComment(id: string, commentId: string): Promise<void> {
    await this.#http.delete(`/api/live/${segment(id)}/comments/${segment(commentId)}`);
  }

  /** A token with which someone else can watch a private stream of one's own. */
  playbackToken(id: string): Promise<PlaybackToken> {
    return this.#http.post(`/api/live/${segment(id)}/playback-token`);
  }
}
