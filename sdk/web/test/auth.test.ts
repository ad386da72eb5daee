import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { LiveEngine, LiveError, memoryStore } from "../src/index.ts";
import { problem, TestEngine } from "./server/engine.ts";

let server: TestEngine;
let live: LiveEngine;

beforeEach(async () => {
  server = await TestEngine.start();
  live = new LiveEngine({ baseUrl: server.url, refreshStorage: memoryStore() });
});
afterEach(async () => {
  live.close();
  await server.stop();
});

const login = () => live.auth.login({ login: "ada", password: "correct horse" });
const refreshes = () => server.requests.filter((call) => call === "POST /api/auth/refresh").length;

async function rejection(promise: Promise<unknown>): Promise<LiveError> {
  const thrown = await promise.then(
    () => assert.fail("should have been refused"),
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof LiveError, String(thrown));
  return thrown;
}

test("a log-in gives the account and tells of it", async () => {
  const heard: (string | null)[] = [];
  live.auth.on("changed", (account) => heard.push(account?.username ?? null));
  assert.equal((await login()).username, "ada");
  assert.equal((await live.users.me()).username, "ada");
  await live.auth.logout();
  assert.deepEqual([...new Set(heard)], ["ada", null]);
  assert.equal(live.auth.account, null);
});

test("a refusal carries the server's code", async () => {
  const error = await rejection(live.auth.login({ login: "ada", password: "wrong" }));
  assert.equal(error.code, "bad_credentials");
  assert.equal(error.status, 401);
  assert.equal(refreshes(), 0);
});

test("an expired token is refreshed once for all who wait", async () => {
  server.expiresIn = 1;
  await login();
  server.expiresIn = 900;
  await Promise.all(Array.from({ length: 8 }, () => live.users.me()));
  assert.equal(refreshes(), 1);
});

test("calls that the server refuses for their token are tried again with a fresh one", async () => {
  await login();
  server.expireAll();
  await Promise.all(Array.from({ length: 8 }, () => live.users.me()));
  assert.equal(refreshes(), 1);
});

test("a session that was ended elsewhere ends here, once", async () => {
  await login();
  const ended: string[] = [];
  live.auth.on("ended", ({ code }) => ended.push(code));
  server.expireAll();
  server.tokens();
  server.expireAll();
  const errors = await Promise.all([1, 2, 3].map(() => rejection(live.users.me())));
  assert.deepEqual(
    errors.map((error) => error.code),
    ["unauthenticated", "unauthenticated", "unauthenticated"],
  );
  assert.deepEqual(ended, ["refresh_reused"]);
  assert.equal(live.auth.account, null);
});

test("a session survives a refresh that can't reach the server", async () => {
  await login();
  const ended: string[] = [];
  live.auth.on("ended", ({ code }) => ended.push(code));
  server.expireAll();
  server.overrides.set("POST /api/auth/refresh", [{ status: 502, body: "<html>bad gateway</html>" }]);
  assert.equal((await rejection(live.auth.logout())).code, "unavailable");
  assert.deepEqual(ended, []);
});

test("a session of an earlier page load is restored from the store", async () => {
  const store = memoryStore();
  const first = new LiveEngine({ baseUrl: server.url, refreshStorage: store });
  await first.auth.login({ login: "ada", password: "correct horse" });
  first.close();
  const second = new LiveEngine({ baseUrl: server.url, refreshStorage: store });
  assert.equal((await second.auth.restore())?.username, "ada");
  second.close();
  assert.equal(await live.auth.restore(), null, "an empty store holds no session");
});

test("a session that could not be restored without a server is taken up later", async () => {
  const store = memoryStore();
  store.set(server.tokens().refresh_token);
  const late = new LiveEngine({ baseUrl: server.url, refreshStorage: store });
  server.overrides.set("POST /api/auth/refresh", [{ status: 502, body: "" }]);
  assert.equal((await rejection(late.auth.restore())).code, "unavailable");
  assert.equal((await late.users.me()).username, "ada");
  assert.equal(late.auth.account?.username, "ada");
  late.close();
});

test("another tab's log-in and log-out are heard", async () => {
  const tab = () => new LiveEngine({ baseUrl: server.url, refreshStorage: memoryStore(), shareTabs: true });
  const [one, other] = [tab(), tab()];
  const heard = new Promise((resolve) => other.auth.once("changed", resolve));
  await one.auth.login({ login: "ada", password: "correct horse" });
  await heard;
  assert.equal(other.auth.account?.username, "ada");
  assert.equal(live.auth.account, null, "a session of one's own stays so");
  const gone = new Promise((resolve) => other.auth.once("changed", resolve));
  await one.auth.logout();
  assert.equal(await gone, null);
  one.close();
  other.close();
});

test("reading is tried again when the server is away for a moment, writing is not", async () => {
  await login();
  server.overrides.set("GET /api/users/me", [{ status: 503, body: problem("unavailable", 503) }]);
  assert.equal((await live.users.me()).username, "ada");
  server.overrides.set("POST /api/live", [{ status: 503, body: problem("unavailable", 503) }]);
  assert.equal((await rejection(live.live.create({ title: "x" }))).code, "unavailable");
  assert.equal(server.requests.filter((call) => call === "POST /api/live").length, 1);
});

test("answers that are not ours become codes of their own", async () => {
  await login();
  server.overrides.set("POST /api/live", [
    { status: 200, body: "<html>captive portal</html>" },
    { status: 429, body: "slow down" },
    {
      status: 422,
      body: problem("invalid_request", 422, { errors: [{ field: "title", message: "too long" }] }),
    },
    { status: 429, body: problem("rate_limited", 429), headers: { "retry-after": "7" } },
  ]);
  const create = () => rejection(live.live.create({ title: "x" }));
  assert.equal((await create()).code, "bad_response");
  assert.equal((await create()).code, "rate_limited");
  assert.equal((await create()).field("title"), "too long");
  assert.equal((await create()).retryAfterS, 7);
});

test("no server, a timeout and a cancelled call are told apart", async () => {
  const gone = new LiveEngine({ baseUrl: "http://127.0.0.1:9", refreshStorage: memoryStore() });
  assert.equal((await rejection(gone.auth.login({ login: "a", password: "b" }))).code, "offline");
  gone.close();
  assert.equal((await rejection(live.live.list({ timeoutMs: 0 }))).code, "timeout");
  assert.equal((await rejection(live.live.list({ signal: AbortSignal.abort() }))).code, "aborted");
});
