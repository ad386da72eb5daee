import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type Comment, LiveEngine, LiveError, memoryStore, type StreamRoom } from "../src/index.ts";
import { problem, STREAM, TestEngine } from "./server/engine.ts";
import { until } from "./wait.ts";

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

/** A room whose comments are collected as a page would. */
function enter(): { room: StreamRoom; got: Comment[]; joins: () => number } {
  const room = live.joinRoom(STREAM);
  const got: Comment[] = [];
  let joins = 0;
  room.on("joined", ({ comments }) => {
    joins += 1;
    got.push(...comments);
  });
  room.on("comment", (comment) => got.push(comment));
  return { room, got, joins: () => joins };
}

const seqs = (comments: Comment[]) => comments.map((comment) => comment.seq).sort((a, b) => a - b);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

test("a viewer gets the newest comments, then each new one", async () => {
  for (let at = 0; at < 60; at += 1) server.post(`old ${at}`);
  const { room, got, joins } = enter();
  await until("the room is joined", joins);
  assert.deepEqual(seqs(got), upTo(60, 11));
  server.post("new");
  await until("it came", () => got.length === 51);
  assert.equal(got.at(-1)?.body, "new");
  room.leave();
});

test("what was deleted while the line was lost, or unheard, is told once it is back", async () => {
  const { room, joins } = enter();
  const deleted = new Set<string>();
  room.on("comment_deleted", ({ comment_id }) => deleted.add(comment_id));
  await until("the room is joined", joins);
  const posted = Array.from({ length: 260 }, (_, at) => server.post(`comment ${at}`));
  const [heard, unheard, ...rest] = posted as [Comment, Comment, ...Comment[]];
  server.delete(heard);
  await until("it was heard", () => deleted.has(heard.id));
  server.loseEvent = () => true;
  server.delete(unheard);
  server.loseEvent = () => false;
  server.delete(rest[0] as Comment);
  await until("the next one was heard", () => deleted.size === 2);
  server.cut();
  for (const comment of rest.slice(1)) server.delete(comment);
  await until("all were told", () => deleted.size === posted.length, 10_000);
  room.leave();
});

test("no comment is lost or doubled while lines are cut and events are lost", async () => {
  const { room, got, joins } = enter();
  await until("the room is joined", joins);
  server.loseEvent = (comment) => comment.seq % 7 === 0;
  for (let at = 1; at <= 120; at += 1) {
    server.post(`comment ${at}`);
    if (at % 30 === 0) server.cut();
    if (at % 50 === 0) server.drain();
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  server.loseEvent = () => false;
  server.post("the last one");
  await until("all came", () => got.length >= 121, 15_000);
  assert.deepEqual(seqs(got), upTo(121));
  assert.ok(joins() > 3, `joined again only ${joins() - 1} times`);
  room.leave();
});

test("more than a join tells is read from the history", async () => {
  server.post("first");
  const { room, got, joins } = enter();
  await until("the room is joined", joins);
  server.loseEvent = () => true;
  for (let at = 0; at < 450; at += 1) server.post(`missed ${at}`);
  server.cut();
  await until("all came", () => got.length >= 451);
  assert.deepEqual(seqs(got), upTo(451));
  assert.deepEqual(
    got.map((comment) => comment.seq),
    upTo(451),
    "and in order",
  );
  room.leave();
});

test("a comment whose acknowledgement is lost is stored once", async () => {
  const { room, got, joins } = enter();
  await until("the room is joined", joins);
  let lost = 0;
  server.loseAck = () => {
    lost += 1;
    if (lost === 1) server.cut();
    return lost === 1;
  };
  const stored = await room.send("hello");
  assert.equal(stored.body, "hello");
  assert.equal(server.comments.length, 1);
  assert.equal(lost, 2, "it was sent twice");
  await until("it came", () => got.length > 0);
  assert.deepEqual(seqs(got), [1]);
  room.leave();
});

test("comments written while the line is lost go out in order when it is back", async () => {
  const { room, joins } = enter();
  await until("the room is joined", joins);
  server.cut();
  await until("the loss is noticed", () => room.link === "lost");
  const stored = await Promise.all(["a", "b", "c"].map((body) => room.send(body)));
  assert.deepEqual(
    stored.map((comment) => comment.seq),
    [1, 2, 3],
  );
  room.leave();
});

test("a refused comment fails at once, and the writer hears why", async () => {
  const { room, joins } = enter();
  await until("the room is joined", joins);
  const failed: string[] = [];
  room.on("send_failed", ({ error }) => failed.push(error.code));
  await assert.rejects(
    room.send(""),
    (thrown) => thrown instanceof LiveError && thrown.code === "comment_refused",
  );
  assert.deepEqual(failed, ["comment_refused"]);
  room.leave();
});

test("a refused viewer hears it and may try again", async () => {
  server.refuseJoin = problem("playback_token_invalid", 403);
  const { room, joins } = enter();
  const refused = new Promise<LiveError>((resolve) => room.once("refused", resolve));
  assert.equal((await refused).code, "playback_token_invalid");
  server.refuseJoin = null;
  room.retry();
  await until("the room is joined", joins);
  room.leave();
});

test("a busy server is asked again", async () => {
  server.refuseJoin = problem("rate_limited", 429, { retry_after_s: 1 });
  const { room, joins } = enter();
  await until("it was refused", () => server.joins > 0);
  server.refuseJoin = null;
  await until("the room is joined", joins);
  room.leave();
});

test("taps are gathered: one message a kind, at most twenty", async () => {
  const { room, joins } = enter();
  await until("the room is joined", joins);
  for (let at = 0; at < 30; at += 1) room.react("heart");
  room.react("fire", 3);
  await until("they came", () => server.reactions.length === 2);
  assert.deepEqual(server.reactions, [
    { kind: "heart", count: 20 },
    { kind: "fire", count: 3 },
  ]);
  room.leave();
});

test("the socket carries the token of now, and a fresh one later", async () => {
  server.expiresIn = 1;
  await live.auth.login({ login: "ada", password: "correct horse" });
  server.expiresIn = 900;
  const { room, joins } = enter();
  await until("the room is joined", joins);
  assert.equal(server.socketTokens.at(-1), "access-2", "an expired token is not used");
  server.expireAll();
  await live.users.me();
  await until("the fresh one came", () => server.socketTokens.at(-1) === "access-3");
  assert.equal(server.sockets.size, 1);
  room.leave();
});

test("a socket that is refused for its token comes back with a fresh one", async () => {
  await live.auth.login({ login: "ada", password: "correct horse" });
  server.expireAll();
  const { room, joins } = enter();
  await until("the room is joined", joins);
  assert.deepEqual(server.socketTokens, ["access-1", "access-2"]);
  room.leave();
});

test("a log-out makes the viewer anonymous, and the room stays", async () => {
  await live.auth.login({ login: "ada", password: "correct horse" });
  const { room, joins } = enter();
  await until("the room is joined", joins);
  await live.auth.logout();
  await until("it joined again", () => joins() === 2);
  assert.equal(server.socketTokens.at(-1), null);
  room.leave();
});

test("the end of the session logs the page out", async () => {
  await live.auth.login({ login: "ada", password: "correct horse" });
  const { room, joins } = enter();
  await until("the room is joined", joins);
  const ended = new Promise<{ reason: string }>((resolve) => live.auth.once("ended", resolve));
  server.expireAll();
  server.overrides.set("POST /api/auth/refresh", [{ status: 401, body: problem("refresh_invalid", 401) }]);
  server.emit("session:ended", { reason: "ended elsewhere" });
  server.drain();
  assert.equal((await ended).reason, "ended elsewhere");
  assert.equal(live.auth.account, null);
  await until("the viewer is back, anonymous", () => joins() > 1 && server.socketTokens.at(-1) === null);
  room.leave();
});

test("a page that slept through its token's end stays logged in", async () => {
  await live.auth.login({ login: "ada", password: "correct horse" });
  const { room, joins } = enter();
  await until("the room is joined", joins);
  server.expireAll();
  server.emit("session:ended", { reason: "not renewed" });
  server.drain();
  await until("the viewer is back", () => joins() > 1 && server.socketTokens.at(-1) === "access-2");
  assert.equal(live.auth.account?.username, "ada");
  room.leave();
});

test("a socket that stays gets a fresh token in time, though nobody asks for one", async () => {
  server.expiresIn = 3;
  await live.auth.login({ login: "ada", password: "correct horse" });
  const { room, joins } = enter();
  await until("the room is joined", joins);
  const used = server.socketTokens.length;
  await until("it was renewed", () => server.socketTokens.length > used, 5_000);
  assert.equal(joins(), 1, "on the same socket");
  room.leave();
});

test("sockets that the server does not take are told to the room", async () => {
  server.refuseSockets = "forbidden";
  const { room, joins } = enter();
  const refused = new Promise<LiveError>((resolve) => room.once("refused", resolve));
  assert.equal((await refused).code, "forbidden");
  server.refuseSockets = null;
  room.retry();
  await until("the room is joined", joins);
  room.leave();
});

test("events of the room are handed on, those of others are not", async () => {
  const { room, joins } = enter();
  await until("the room is joined", joins);
  const heard: string[] = [];
  room.onAny((name) => heard.push(name));
  server.emit("viewers", { stream_id: "018f3f5e-7a3c-7000-8000-0000000000ff", viewers: 9 });
  server.emit("viewers", { stream_id: STREAM, viewers: 3 });
  server.emit("stream:state", { stream_id: STREAM, state: "interrupted", end_reason: null, at: 1 });
  await until("both came", () => heard.length >= 2);
  assert.deepEqual(heard, ["viewers", "state"]);
  room.leave();
});

test("the socket closes with the last room", async () => {
  const first = enter();
  const second = enter();
  await until("both are joined", () => first.joins() && second.joins());
  assert.equal(server.sockets.size, 1);
  first.room.leave();
  second.room.leave();
  await until("it is closed", () => server.sockets.size === 0);
});
