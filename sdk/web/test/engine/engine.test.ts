// The SDK against a whole engine: accounts, rooms, a crash. What needs an encoder is in e2e/.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Account, type Comment, LiveEngine, LiveError, memoryStore } from "../../src/index.ts";
import { until } from "../wait.ts";
import { type Platform, startEngine } from "./harness.ts";

const PASSWORD = "correct horse battery";

let engine: Platform;
const clients: LiveEngine[] = [];

before(async () => {
  engine = await startEngine();
});
after(async () => {
  for (const client of clients) client.close();
  await engine?.stop();
});

function device(store = memoryStore()): LiveEngine {
  const client = new LiveEngine({ baseUrl: engine.url, refreshStorage: store });
  clients.push(client);
  return client;
}

async function person(name: string): Promise<{ live: LiveEngine; account: Account }> {
  const live = device();
  const username = `${name}_${Math.random().toString(36).slice(2, 8)}`;
  const account = await live.auth.register({
    username,
    email: `${username}@example.test`,
    password: PASSWORD,
  });
  return { live, account };
}

const code = (wanted: string) => (thrown: unknown) => thrown instanceof LiveError && thrown.code === wanted;

const seqs = (comments: Comment[]) => comments.map((comment) => comment.seq).sort((a, b) => a - b);

test("an account, its sessions and its profile", async () => {
  const { live, account } = await person("ada");
  const other = device();
  await other.auth.login({ login: account.username, password: PASSWORD });
  const sessions = await live.auth.sessions();
  assert.equal(sessions.length, 2);
  assert.deepEqual(sessions.map((session) => session.current).sort(), [false, true]);
  assert.equal((await live.users.update({ display_name: "Ada L." })).display_name, "Ada L.");
  assert.equal((await other.users.get(account.username)).display_name, "Ada L.");

  const revoked = sessions.find((session) => !session.current);
  await live.auth.revokeSession(revoked?.id ?? "");
  const ended = new Promise<{ code: string }>((resolve) => other.auth.once("ended", resolve));
  await assert.rejects(other.users.me(), code("unauthenticated"));
  assert.equal((await ended).code, "refresh_invalid");
  assert.equal(other.auth.account, null);
});

test("a session outlives the page, and a password that is changed ends the others", async () => {
  const store = memoryStore();
  const first = device(store);
  const username = `eve_${Math.random().toString(36).slice(2, 8)}`;
  await first.auth.register({ username, email: `${username}@example.test`, password: PASSWORD });
  const second = device(store);
  assert.equal((await second.auth.restore())?.username, username);
  const elsewhere = device();
  await elsewhere.auth.login({ login: username, password: PASSWORD });
  await second.auth.changePassword(PASSWORD, `${PASSWORD} again`);
  await assert.rejects(elsewhere.users.me(), code("unauthenticated"));
  assert.equal((await second.users.me()).username, username);
});

test("refusals carry codes and fields", async () => {
  const live = device();
  const wrong = { username: "X", email: "nonsense", password: "short" };
  await assert.rejects(live.auth.register(wrong), (thrown) => {
    assert.ok(thrown instanceof LiveError);
    assert.equal(thrown.code, "invalid_request");
    for (const field of ["username", "email", "password"])
      assert.ok(thrown.field(field), `${field} is named`);
    return true;
  });
  await assert.rejects(live.auth.login({ login: "nobody", password: PASSWORD }), code("bad_credentials"));
  await assert.rejects(live.live.create({ title: "x" }), code("unauthenticated"));
  await assert.rejects(live.users.get("no_such_user"), code("not_found"));
});

test("follows and blocks", async () => {
  const { live } = await person("fan");
  const { account } = await person("star");
  await live.users.follow(account.id);
  assert.equal((await live.users.get(account.username)).followed_by_me, true);
  assert.deepEqual(
    (await live.users.following()).items.map((user) => user.id),
    [account.id],
  );
  await live.users.block(account.id);
  assert.deepEqual(
    (await live.users.blocked()).items.map((user) => user.id),
    [account.id],
  );
  assert.equal((await live.users.get(account.username)).followed_by_me, false);
  await live.users.unblock(account.id);
});

test("a room: talked in through a crash, until it ends", async (t) => {
  const streamer = await person("streamer");
  const fan = await person("fan");
  const guest = device();
  const stream = await streamer.live.live.create({ title: "Crash course", tags: ["test"] });
  assert.ok(stream.ingest?.stream_key);
  assert.equal((await guest.live.get(stream.id)).ingest ?? null, null);

  const room = fan.live.joinRoom(stream.id);
  const watching = guest.joinRoom(stream.id);
  const got: Comment[] = [];
  watching.on("joined", ({ comments }) => got.push(...comments));
  watching.on("comment", (comment) => got.push(comment));

  await t.test("comments, reactions and viewers reach everyone", async () => {
    await until("both are in", () => room.link === "joined" && watching.link === "joined");
    const fires: number[] = [];
    watching.on("reactions", ({ counts }) => {
      for (const { kind, count } of counts) if (kind === "fire") fires.push(count);
    });
    const sent = await room.send("hello");
    await until("it came", () => got.some((comment) => comment.id === sent.id));
    for (let taps = 0; taps < 5; taps += 1) room.react("fire");
    await until("they came", () => fires.reduce((sum, count) => sum + count, 0) === 5);
    await assert.rejects(watching.send("anonymous"), code("unauthenticated"));
  });

  await t.test("the engine is killed: what was written is stored once and seen once", async () => {
    const writing: Promise<Comment>[] = [];
    for (let n = 1; n <= 12; n += 1) {
      writing.push(room.send(`comment ${n}`));
      if (n === 5) await engine.services[0]?.kill();
      if (n === 8) await engine.services[0]?.start();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const stored = await Promise.all(writing);
    const all = (await guest.live.comments(stream.id, { afterSeq: 0, limit: 100 })).items;
    assert.deepEqual(
      seqs(all),
      Array.from({ length: 13 }, (_, at) => at + 1),
    );
    assert.equal(new Set(stored.map((comment) => comment.id)).size, 12);
    await until("the guest has all", () => got.length >= 13);
    assert.deepEqual(seqs(got), seqs(all));
  });

  await t.test("it ends for everyone", async () => {
    let reason: string | null = null;
    watching.on("state", ({ state, end_reason }) => {
      if (state === "ended") reason = end_reason;
    });
    await streamer.live.live.end(stream.id);
    assert.equal(await until("the guest hears it", () => reason), "streamer");
    await assert.rejects(room.send("too late"), code("stream_ended"));
  });
  room.leave();
  watching.leave();
});
