/**
 * Where the refresh token stays between page loads.
 *
 * `cookie` leaves it to the server's `HttpOnly` cookie: no script can read it, so this is what a
 * page of the engine's own origin uses. Apps that can't use cookies (another site, a native shell)
 * give a store of their own.
 */
export type RefreshStorage = "cookie" | RefreshTokenStore;

export interface RefreshTokenStore {
  get(): string | null | Promise<string | null>;
  set(token: string | null): void | Promise<void>;
}

/** Keeps the refresh token as long as the page lives. */
export function memoryStore(): RefreshTokenStore {
  let kept: string | null = null;
  return {
    get: () => kept,
    set: (token) => {
      kept = token;
    },
  };
}

const HINT = "live-engine.session";

/**
 * Remembers that there may be a session, so that a page that never logged in asks no refresh.
 * Holds no secret. Where storage is forbidden the answer is "maybe".
 */
export const sessionHint = {
  get(): boolean {
    try {
      return localStorage.getItem(HINT) !== null;
    } catch {
      return true;
    }
  },
  set(known: boolean): void {
    try {
      if (known) localStorage.setItem(HINT, "1");
      else localStorage.removeItem(HINT);
    } catch {
      // Private windows may refuse: then every page load asks.
    }
  },
};
