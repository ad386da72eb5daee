import { LiveError } from "../errors.ts";
import { send } from "./request.ts";
import { upload } from "./upload.ts";

/** Who gives access tokens. `Auth` is one. */
export interface TokenSource {
  /** A token that is valid now, or null for an anonymous caller. */
  accessToken(): Promise<string | null>;
  /** The server refused `token`: gives another one, or null when the session is over. */
  replaceToken(token: string): Promise<string | null>;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds until the call is given up, 15,000 if absent. */
  timeoutMs?: number | undefined;
}

type Query = Record<string, string | number | boolean | null | undefined>;

const TIMEOUT_MS = 15_000;
/** Waits before a GET is tried again when the line or the server failed. */
const RETRY_WAITS_MS = [300, 1_200];

/** Calls the REST API: adds the token, refreshes it once on a 401, retries what may be retried. */
export class HttpClient {
  readonly baseUrl: string;
  readonly #credentials: RequestCredentials;
  #tokens: TokenSource | null = null;

  /** `baseUrl` has no slash at its end; empty for the page's own origin. */
  constructor(baseUrl: string, credentials: RequestCredentials) {
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    this.#credentials = credentials;
  }

  /** Set once, by the composition: `Auth` needs the client and the client needs `Auth`. */
  useTokens(tokens: TokenSource): void {
    this.#tokens = tokens;
  }

  get<T>(path: string, query: Query = {}, options: CallOptions = {}): Promise<T> {
    return this.#retrying(
      () => this.#authenticated<T>("GET", withQuery(path, query), undefined, options),
      options,
    );
  }

  post<T>(path: string, body?: object, options: CallOptions = {}): Promise<T> {
    return this.#authenticated("POST", path, body, options);
  }

  put<T>(path: string, body?: object, options: CallOptions = {}): Promise<T> {
    return this.#authenticated("PUT", path, body, options);
  }

  patch<T>(path: string, body: object, options: CallOptions = {}): Promise<T> {
    return this.#authenticated("PATCH", path, body, options);
  }

  delete<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.#authenticated("DELETE", path, undefined, options);
  }

  /** A POST without a token and without a refresh: log-in, and the refresh itself. */
  postAnonymous<T>(path: string, body: object, options: CallOptions = {}): Promise<T> {
    return this.#once("POST", path, body, null, options);
  }

  /** Uploads a file as the multipart field `file`, with progress from 0 to 1. */
  async upload<T>(
    method: "POST" | "PUT",
    path: string,
    file: Blob,
    onProgress: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<T> {
    const go = (token: string | null) =>
      upload({
        method,
        url: this.baseUrl + path,
        file,
        token,
        withCredentials: this.#credentials === "include",
        onProgress,
        signal,
      });
    return (await this.#withToken(go)) as T;
  }

  #authenticated<T>(
    method: string,
    path: string,
    body: object | undefined,
    options: CallOptions,
  ): Promise<T> {
    return this.#withToken((token) => this.#once<T>(method, path, body, token, options));
  }

  async #withToken<T>(go: (token: string | null) => Promise<T>): Promise<T> {
    const token = (await this.#tokens?.accessToken()) ?? null;
    try {
      return await go(token);
    } catch (thrown) {
      const refused = thrown instanceof LiveError && thrown.code === "unauthenticated";
      if (!refused || token === null) throw thrown;
      const fresh = await this.#tokens?.replaceToken(token);
      if (!fresh) throw thrown;
      return go(fresh);
    }
  }

  async #once<T>(
    method: string,
    path: string,
    body: object | undefined,
    token: string | null,
    options: CallOptions,
  ): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (token !== null) headers["authorization"] = `Bearer ${token}`;
    const answer = await send({
      method,
      url: this.baseUrl + path,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: this.#credentials,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      signal: options.signal,
    });
    return answer as T;
  }

  async #retrying<T>(go: () => Promise<T>, options: CallOptions): Promise<T> {
    for (const waitMs of RETRY_WAITS_MS) {
      try {
        return await go();
      } catch (thrown) {
        const error = LiveError.from(thrown);
        if (error.code !== "offline" && error.code !== "unavailable") throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        if (options.signal?.aborted) throw new LiveError("aborted");
      }
    }
    return go();
  }
}

/** A part of a path, escaped. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

function withQuery(path: string, query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) params.set(name, String(value));
  }
  return params.size === 0 ? path : `${path}?${params}`;
}
