// The harness of the end-to-end tests, whose files find the repository by where they are: so it is
// loaded from there, not bundled.
import * as path from "node:path";
import { pathToFileURL } from "node:url";

export interface Child {
  start(): Promise<unknown>;
  kill(): Promise<unknown>;
}
export interface Platform {
  url: string;
  rtmpUrl: string;
  folder: string;
  services: Child[];
  stop(options?: { keep?: boolean }): Promise<unknown>;
}
const load = (file: string) => import(pathToFileURL(path.resolve("../../e2e/harness", file)).href);

/** A whole engine, as `./start.sh` runs it, with a database of its own. */
export async function startEngine(env: Record<string, string> = {}): Promise<Platform> {
  return (await load("platform.js")).startPlatform({ env });
}
