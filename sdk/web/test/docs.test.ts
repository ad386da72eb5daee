import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { CLIENT_EVENTS } from "../src/generated/protocol.ts";
import { SERVER_EVENTS } from "../src/realtime/socket.ts";

const events = [...Object.values(CLIENT_EVENTS), ...SERVER_EVENTS];

for (const page of ["realtime.md", "asyncapi.yaml"]) {
  test(`${page} tells of every event`, () => {
    const text = fs.readFileSync(`../../docs/${page}`, "utf8");
    for (const event of events) {
      const mark = page === "realtime.md" ? `\`${event}\`` : `address: ${event}\n`;
      assert.ok(text.includes(mark), `${page} lacks ${event}`);
    }
  });
}
