import type {
  Category,
  Comment,
  CreateStream,
  LiveSort,
  Page,
  PlaybackToken,
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
  /** A tag. */
  tag?: string | null | undefined;
  /** A streamer's user name. */
  streamer?: string | null | undefined;
  /** Text in the title, the streamer's names or the tags. */
  search?: string | null | undefined;
  /** Default: the ones with most viewers first. */
  sort?: LiveSort | null | undefined;
}

/** What `create` takes: a title, and what else differs from the defaults. */
export type CreateStreamOptions = Pick<CreateStream, "title"> & Partial<CreateStream>;

export interface WatchOptions extends CallOptions {
  /** For a private stream that the user could not watch otherwise. */
  playbackToken?: string | null | undefined;
}

export interface CommentsOptions extends PageOptions, WatchOptions {
  /** Those after this `seq`, in order, instead of the newest. */
  afterSeq?: number | undefined;
}

/** Streams: finding them, watching over one's own. */
export class Live {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Public streams that are live, or whose encoder is away for a moment. */
  list({
    search,
    category,
    tag,
    streamer,
    sort,
    cursor,
    limit,
    ...options
  }: ListOptions = {}): Promise<Page<Stream>> {
    const query = { q: search, category, tag, streamer, sort, cursor, limit };
    return this.#http.get("/api/live", query, options);
  }

  /** The categories and how many streams are live in each. */
  categories(options: CallOptions = {}): Promise<Category[]> {
    return this.#http.get("/api/live/categories", {}, options);
  }

  /** The user's own streams, newest first. */
  mine({ cursor, limit, ...options }: PageOptions = {}): Promise<Page<Stream>> {
    return this.#http.get("/api/live/mine", { cursor, limit }, options);
  }

  get(id: string, { playbackToken, ...options }: WatchOptions = {}): Promise<Stream> {
    return this.#http.get(`/api/live/${segment(id)}`, { token: playbackToken }, options);
  }

  /** Creates a stream. `ingest` of the answer says where the encoder sends to. */
  create(request: CreateStreamOptions): Promise<Stream> {
    return this.#http.post("/api/live", request);
  }

  /** Changes a stream's details; what is absent stays. */
  update(id: string, changes: Partial<UpdateStream>): Promise<Stream> {
    return this.#http.patch(`/api/live/${segment(id)}`, changes);
  }

  /** Sets the stream's picture in place of the one made of the video; `onProgress` hears 0 to 1. */
  setThumbnail(
    id: string,
    file: Blob,
    onProgress: (done: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Stream> {
    const path = `/api/live/${segment(id)}/thumbnail`;
    return this.#http.upload("PUT", path, file, onProgress, signal);
  }

  /** Goes back to the picture that is made of the video. */
  removeThumbnail(id: string): Promise<Stream> {
    return this.#http.delete(`/api/live/${segment(id)}/thumbnail`);
  }

  /** Ends a stream for good: the encoder is cut off. */
  end(id: string): Promise<Stream> {
    return this.#http.post(`/api/live/${segment(id)}/end`);
  }

  /** The user's stream keys, without their secrets. */
  keys(options: CallOptions = {}): Promise<StreamKey[]> {
    return this.#http.get("/api/live/keys", {}, options);
  }

  /** Makes a new key; the old one stops working at once. `secret` is shown only in this answer. */
  rotateKey(): Promise<StreamKey> {
    return this.#http.post("/api/live/keys/rotate");
  }

  /** Statistics, for the streamer. */
  stats(id: string, options: CallOptions = {}): Promise<StreamStats> {
    return this.#http.get(`/api/live/${segment(id)}/stats`, {}, options);
  }

  /** The chat's history: the newest first, or in order with `afterSeq`. */
  comments(id: string, options: CommentsOptions = {}): Promise<Page<Comment>> {
    const { cursor, limit, afterSeq, playbackToken, ...call } = options;
    const query = { cursor, limit, after_seq: afterSeq, token: playbackToken };
    return this.#http.get(`/api/live/${segment(id)}/comments`, query, call);
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
