import { Emitter } from "../emitter.ts";
import { LiveError, type LiveErrorCode } from "../errors.ts";
import type { Account, Login, Page, Register, Session, Tokens } from "../generated/protocol.ts";
import { type HttpClient, segment, type TokenSource } from "../rest/http.ts";
import { type RefreshStorage, type RefreshTokenStore, sessionHint } from "./store.ts";
import { joinTabs, noTabs, type TabMessage, type Tabs } from "./tabs.ts";

export interface AuthEvents {
  /** Someone logged in, out, or changed their account; also from another tab. */
  changed: Account | null;
  /** The session ended by itself: elsewhere, by a moderator, or it expired. */
  ended: { code: LiveErrorCode; reason: string };
  /** A new access token, or null after a log-out. For the socket. */
  token: string | null;
}

/** What `register` takes. */
export type RegisterOptions = Pick<Register, "username" | "email" | "password"> & Partial<Register>;

/** A token that ends within this time counts as expired: the call has to arrive yet. */
const EXPIRY_MARGIN_MS = 20_000;
/** Sockets are given a fresh token this long before the end of theirs. */
const RENEW_BEFORE_MS = 60_000;
/** Refusals of a refresh that mean that the session is over. */
const SESSION_OVER: ReadonlySet<LiveErrorCode> = new Set([
  "unauthenticated",
  "refresh_invalid",
  "refresh_reused",
  "account_disabled",
  "invalid_request",
]);

interface Held {
  accessToken: string;
  /** `Date.now()` at which the token ends. */
  expiresAt: number;
  renewAt: number;
}

/**
 * The account of this page and its tokens.
 *
 * The access token lives in memory alone. At most one refresh runs at a time, over all tabs, and
 * everyone who needs the token waits for it.
 */
export class Auth extends Emitter<AuthEvents> implements TokenSource {
  readonly #http: HttpClient;
  readonly #store: RefreshTokenStore | null;
  readonly #tabs: Tabs;
  #held: Held | null = null;
  #account: Account | null = null;
  #refreshing: Promise<string | null> | null = null;
  /** The server could not be asked for the session of an earlier page load. */
  #restoreLater = false;
  /** What the socket was told of the session's end. */
  #endReason: string | null = null;

  /** `shared`: the tabs of this origin have one session. */
  constructor(http: HttpClient, storage: RefreshStorage, shared: boolean) {
    super();
    this.#http = http;
    this.#store = storage === "cookie" ? null : storage;
    this.#tabs = shared ? joinTabs(http.baseUrl, (message) => this.handleTabMessage(message)) : noTabs;
  }

  /** The account that is logged in, as last heard. */
  get account(): Account | null {
    return this.#account;
  }

  /** Creates an account and logs in. */
  async register(request: RegisterOptions): Promise<Account> {
    return this.#take(await this.#http.postAnonymous<Tokens>("/api/auth/register", request));
  }

  /** Logs in by user name or e-mail address. */
  async login(request: Login): Promise<Account> {
    return this.#take(await this.#http.postAnonymous<Tokens>("/api/auth/login", request));
  }

  /**
   * Takes up the session of an earlier page load; null if there is none. Without a server it throws,
   * and the session is taken up (with `changed`) by the first call that reaches one.
   */
  async restore(): Promise<Account | null> {
    if (this.#account) return this.#account;
    if (!this.#store && !sessionHint.get()) return null;
    this.#restoreLater = true;
    await this.#refresh(null);
    this.#restoreLater = false;
    return this.#account;
  }

  /** Ends this session. The page is logged out also when the server can't be told. */
  async logout(): Promise<void> {
    await this.#leave("/api/auth/logout");
  }

  /** Ends all of the user's sessions, on every device. */
  async logoutEverywhere(): Promise<void> {
    await this.#leave("/api/auth/logout-all");
  }

  /** Where the user is logged in. */
  async sessions(): Promise<Session[]> {
    return (await this.#http.get<Page<Session>>("/api/auth/sessions")).items;
  }

  /** Ends a session of the user on another device. */
  async revokeSession(id: string): Promise<void> {
    await this.#http.delete(`/api/auth/sessions/${segment(id)}`);
  }

  /** Changes the password; all other sessions end. */
  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    await this.#http.post("/api/auth/password", {
      current_password: currentPassword,
      new_password: newPassword,
    });
  }

  /** Has a link to set a new password sent, if the address is known. */
  async forgotPassword(email: string): Promise<void> {
    await this.#http.postAnonymous("/api/auth/password/forgot", { email });
  }

  /** Sets a new password with the token of the e-mail. */
  async resetPassword(token: string, newPassword: string): Promise<void> {
    await this.#http.postAnonymous("/api/auth/password/reset", { token, new_password: newPassword });
  }

  /** Confirms the e-mail address with the token of the e-mail. */
  async verifyEmail(token: string): Promise<void> {
    await this.#http.postAnonymous("/api/auth/email/verify", { token });
    if (this.#account) this.handleAccount({ ...this.#account, email_verified: true });
  }

  /** Has the e-mail that confirms the address sent again. */
  async resendVerification(): Promise<void> {
    await this.#http.post("/api/auth/email/resend");
  }

  async accessToken(): Promise<string | null> {
    if (!this.#held) {
      if (!this.#restoreLater) return this.#refreshing ?? null;
      // A page that reads may do so as an anonymous one meanwhile.
      await this.restore().catch(() => {});
      return this.#heldToken();
    }
    if (this.#held.expiresAt - EXPIRY_MARGIN_MS > Date.now()) return this.#held.accessToken;
    return this.#refresh(this.#held.accessToken);
  }

  async replaceToken(token: string): Promise<string | null> {
    return this.#refresh(token);
  }

  /** The user's own profile changed. */
  handleAccount(account: Account): void {
    this.#account = account;
    this.#tabs.post({ kind: "account", account });
    this.emit("changed", account);
  }

  /**
   * The socket was told that the session ended. That is also said to a page that slept through its
   * token's end, so the refresh decides.
   */
  handleSessionEnded(reason: string): void {
    if (!this.#held) return;
    this.#endReason = reason;
    // Without a server nothing is decided yet: the next call asks again.
    this.#refresh(this.#held.accessToken).catch(() => {});
  }

  /** `Date.now()` at which the token should be renewed by who keeps a socket; null without one. */
  get renewAt(): number | null {
    return this.#held?.renewAt ?? null;
  }

  /** Takes a fresh token before this one ends. */
  async renew(): Promise<void> {
    if (this.#held) await this.#refresh(this.#held.accessToken);
  }

  /** Another tab of this origin did something. */
  handleTabMessage(message: TabMessage): void {
    if (message.kind === "logout") {
      if (this.#account) this.#clear();
    } else if (message.kind === "account") {
      if (this.#account?.id !== message.account.id) return;
      this.#account = message.account;
      this.emit("changed", message.account);
    } else {
      this.#hold(message);
    }
  }

  /** Lets go of what other tabs hear. */
  close(): void {
    this.#tabs.close();
    this.removeAllListeners();
  }

  /** Gives a token other than `stale`; whoever asks meanwhile gets the same answer. */
  #refresh(stale: string | null): Promise<string | null> {
    if (this.#held && this.#held.accessToken !== stale) return Promise.resolve(this.#held.accessToken);
    this.#refreshing ??= this.#tabs
      .exclusively(() => this.#refreshOnce(stale))
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  async #refreshOnce(stale: string | null): Promise<string | null> {
    // Another tab may have refreshed while this one waited for its turn.
    if (this.#held && this.#held.accessToken !== stale) return this.#held.accessToken;
    const kept = this.#store ? await this.#store.get() : null;
    if (this.#store && kept === null) return null;
    try {
      await this.#take(
        await this.#http.postAnonymous<Tokens>(
          "/api/auth/refresh",
          kept === null ? {} : { refresh_token: kept },
        ),
      );
    } catch (thrown) {
      const error = LiveError.from(thrown);
      if (!SESSION_OVER.has(error.code)) throw error;
      if (this.#held) this.#end(error.code, this.#endReason ?? error.message);
      else await this.#forget();
      return null;
    }
    return this.#heldToken();
  }

  #heldToken(): string | null {
    return this.#held?.accessToken ?? null;
  }

  async #take(tokens: Tokens): Promise<Account> {
    await this.#store?.set(tokens.refresh_token);
    sessionHint.set(true);
    const message = {
      kind: "tokens" as const,
      accessToken: tokens.access_token,
      expiresAt: Date.now() + tokens.expires_in * 1000,
      account: tokens.user,
    };
    this.#hold(message);
    this.#tabs.post(message);
    return tokens.user;
  }

  #hold({ accessToken, expiresAt, account }: Omit<Held, "renewAt"> & { account: Account }): void {
    const before = JSON.stringify(this.#account);
    const renewBeforeMs = Math.min(RENEW_BEFORE_MS, (expiresAt - Date.now()) / 5);
    this.#held = { accessToken, expiresAt, renewAt: expiresAt - renewBeforeMs };
    this.#endReason = null;
    this.#account = account;
    this.emit("token", accessToken);
    if (JSON.stringify(account) !== before) this.emit("changed", account);
  }

  async #leave(path: string): Promise<void> {
    try {
      if (this.#account) await this.#http.post(path);
    } catch (thrown) {
      const error = LiveError.from(thrown);
      if (error.code !== "unauthenticated") throw error;
    } finally {
      this.#tabs.post({ kind: "logout" });
      this.#clear();
      await this.#forget();
    }
  }

  #end(code: LiveErrorCode, reason: string): void {
    this.#tabs.post({ kind: "logout" });
    this.#clear();
    void this.#forget();
    this.emit("ended", { code, reason });
  }

  #clear(): void {
    this.#restoreLater = false;
    this.#held = null;
    this.#account = null;
    this.emit("token", null);
    this.emit("changed", null);
  }

  async #forget(): Promise<void> {
    sessionHint.set(false);
    await this.#store?.set(null);
  }
}
