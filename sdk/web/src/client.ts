import { Auth } from "./auth/auth.ts";
import type { RefreshStorage } from "./auth/store.ts";
import { Live } from "./live.ts";
import { Player } from "./playback/player.ts";
import type { PlayerOptions } from "./playback/types.ts";
import { type JoinOptions, StreamRoom } from "./realtime/room.ts";
import { Realtime } from "./realtime/socket.ts";
import { HttpClient } from "./rest/http.ts";
import { Users } from "./users.ts";

export interface LiveEngineOptions {
  /** Where the engine is, for example `https://live.example.org`. Default: the page's own origin. */
  baseUrl?: string | undefined;
  /** Where the refresh token stays. Default: in the server's `HttpOnly` cookie. */
  refreshStorage?: RefreshStorage | undefined;
  /**
   * Whether all tabs of this origin have one session. Default: with the cookie, which they share.
   * Say true for a store that they share (`localStorage`): a refresh token works once.
   */
  shareTabs?: boolean | undefined;
}

export type PlayStreamOptions = Omit<PlayerOptions, "src"> & JoinOptions;

/** A Live Engine, as a page sees it. The parts are independent; this only puts them together. */
export class LiveEngine {
  readonly auth: Auth;
  readonly users: Users;
  readonly live: Live;
  readonly #http: HttpClient;
  readonly #realtime: Realtime;

  constructor({
    baseUrl = "",
    refreshStorage = "cookie",
    shareTabs = refreshStorage === "cookie",
  }: LiveEngineOptions = {}) {
    // A cookie of another origin travels only when it is asked to.
    const crossOrigin =
      baseUrl !== "" && typeof location !== "undefined" && new URL(baseUrl).origin !== location.origin;
    const credentials = refreshStorage !== "cookie" ? "omit" : crossOrigin ? "include" : "same-origin";
    this.#http = new HttpClient(baseUrl, credentials);
    this.auth = new Auth(this.#http, refreshStorage, shareTabs);
    this.#http.useTokens(this.auth);
    this.users = new Users(this.#http, this.auth);
    this.live = new Live(this.#http);
    this.#realtime = new Realtime(this.#http.baseUrl, this.auth);
  }

  /** Joins a stream's room. Call `leave()` of it when done. */
  joinRoom(streamId: string, options: JoinOptions = {}): StreamRoom {
    return new StreamRoom(this.#realtime, this.live, streamId, options);
  }

  /** Plays a stream in `video`. Call `destroy()` of it when done. */
  play(video: HTMLVideoElement, options: PlayerOptions): Player {
    return new Player(video, { ...options, src: this.url(options.src) });
  }

  /** Plays the stream of that id, with fresh tokens when it is private. */
  async playStream(
    video: HTMLVideoElement,
    streamId: string,
    options: PlayStreamOptions = {},
  ): Promise<Player> {
    const { playbackToken, ...settings } = options;
    const source = async () => this.url((await this.live.get(streamId, { playbackToken })).playback.hls);
    return new Player(video, { refreshSource: source, ...settings, src: await source() });
  }

  /** A path of the API's answers as an address. */
  url(path: string): string {
    return /^[a-z][a-z0-9+.-]*:/i.test(path) ? path : this.#http.baseUrl + path;
  }

  /** Lets go of the socket and of other tabs. Rooms and players are left by their owners. */
  close(): void {
    this.#realtime.close();
    this.auth.close();
  }
}
