import type { Account } from "../generated/protocol.ts";

/** What tabs of one origin tell each other. */
export type TabMessage =
  | { kind: "tokens"; accessToken: string; expiresAt: number; account: Account }
  | { kind: "account"; account: Account }
  | { kind: "logout" };

/** The other tabs of this origin that use the same engine. */
export interface Tabs {
  post(message: TabMessage): void;
  /** Runs `work` while no other tab does: refresh tokens are used once. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** For a session of this page alone. */
export const noTabs: Tabs = {
  post: () => {},
  exclusively: (work) => work(),
  close: () => {},
};

/** Joins the tabs of the engine at `baseUrl`; works alone where the browser can't. */
export function joinTabs(baseUrl: string, onMessage: (message: TabMessage) => void): Tabs {
  const name = `live-engine:${baseUrl}`;
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  if (channel) {
    channel.onmessage = (event: MessageEvent<TabMessage>) => onMessage(event.data);
    // In Node, where the SDK's tests run, an open channel would keep the process.
    (channel as { unref?: () => void }).unref?.();
  }
  // Absent outside of secure contexts: there, the server's window for a lost answer must do.
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
  return {
    post: (message) => channel?.postMessage(message),
    exclusively: (work) => (locks ? (locks.request(name, work) as ReturnType<typeof work>) : work()),
    close: () => channel?.close(),
  };
}
