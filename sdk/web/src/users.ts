import type { Auth } from "./auth/auth.ts";
import type { Account, Page, Profile, Stream, UpdateProfile, UserSummary } from "./generated/protocol.ts";
import { type CallOptions, type HttpClient, segment } from "./rest/http.ts";

export interface PageOptions extends CallOptions {
  /** `next_cursor` of the page before. */
  cursor?: string | null | undefined;
  /** Items at most, 1 to 100. */
  limit?: number | undefined;
}

/** Profiles, and whom the user follows or blocks. */
export class Users {
  readonly #http: HttpClient;
  readonly #auth: Auth;

  constructor(http: HttpClient, auth: Auth) {
    this.#http = http;
    this.#auth = auth;
  }

  /** The user's own account, fresh. */
  async me(options: CallOptions = {}): Promise<Account> {
    return this.#told(await this.#http.get<Account>("/api/users/me", {}, options));
  }

  /** Changes the user's own profile; what is absent stays. */
  async update(changes: Partial<UpdateProfile>): Promise<Account> {
    return this.#told(await this.#http.patch<Account>("/api/users/me", changes));
  }

  /** Sets the user's picture; `onProgress` hears from 0 to 1. */
  async uploadAvatar(
    file: Blob,
    onProgress: (done: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Account> {
    return this.#told(
      await this.#http.upload<Account>("PUT", "/api/users/me/avatar", file, onProgress, signal),
    );
  }

  /** Takes the user's picture away. */
  async deleteAvatar(): Promise<void> {
    await this.#http.delete("/api/users/me/avatar");
    await this.me();
  }

  /** A user's public page, by user name. */
  get(username: string, options: CallOptions = {}): Promise<Profile> {
    return this.#http.get(`/api/users/${segment(username)}`, {}, options);
  }

  /** A user's streams that the caller may see, newest first. */
  streams(username: string, { cursor, limit, ...options }: PageOptions = {}): Promise<Page<Stream>> {
    return this.#http.get(`/api/users/${segment(username)}/streams`, { cursor, limit }, options);
  }

  async follow(userId: string): Promise<void> {
    await this.#http.put(`/api/users/${segment(userId)}/follow`);
  }

  async unfollow(userId: string): Promise<void> {
    await this.#http.delete(`/api/users/${segment(userId)}/follow`);
  }

  /** Blocks: neither sees the other's comments, and follows between them end. */
  async block(userId: string): Promise<void> {
    await this.#http.put(`/api/users/${segment(userId)}/block`);
  }

  async unblock(userId: string): Promise<void> {
    await this.#http.delete(`/api/users/${segment(userId)}/block`);
  }

  /** Whom the user follows, newest first. */
  following({ cursor, limit, ...options }: PageOptions = {}): Promise<Page<UserSummary>> {
    return this.#http.get("/api/users/me/following", { cursor, limit }, options);
  }

  /** Who follows the user, newest first. */
  followers({ cursor, limit, ...options }: PageOptions = {}): Promise<Page<UserSummary>> {
    return this.#http.get("/api/users/me/followers", { cursor, limit }, options);
  }

  /** Whom the user blocks, newest first. */
  blocked({ cursor, limit, ...options }: PageOptions = {}): Promise<Page<UserSummary>> {
    return this.#http.get("/api/users/me/blocks", { cursor, limit }, options);
  }

  #told(account: Account): Account {
    this.#auth.handleAccount(account);
    return account;
  }
}
