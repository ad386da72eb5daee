// A live HLS stream from FFmpeg behind a small HTTP server that can be crashed and come back.
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { build } from "esbuild";
import { until } from "../wait.ts";

const MASTER = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=600000,RESOLUTION=320x180,FRAME-RATE=15,CODECS="avc1.42c00c,mp4a.40.2"
media.m3u8
`;
// The page plays by itself: a script of Playwright would count as a click, and allow sound.
const PAGE = `<!doctype html><meta charset="utf-8"><title>player</title>
<video style="width:640px;height:360px"></video>
<script type="module">
  import { Player } from "/sdk.js";
  const live = { states: [], heard: [], refreshed: 0 };
  live.player = new Player(document.querySelector("video"), {
    src: new URLSearchParams(location.search).get("src"),
    refreshSource: async () => {
      live.refreshed += 1;
      return "/hls/index.m3u8?token=fresh";
    },
  });
  live.player.onAny((name, data) => {
    if (name === "state") live.states.push(data.state);
    if (name === "stats") return;
    live.heard.push(name + " " + JSON.stringify(data));
    console.log(name);
  });
  globalThis.live = live;
</script>`;
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".m3u8": "application/vnd.apple.mpegurl",
  ".mp4": "video/mp4",
  ".m4s": "video/mp4",
};

export class Broadcast {
  readonly #root: string;
  #http: Server | null = null;
  #encoder: ChildProcess | null = null;
  #media = "";
  port = 0;
  /** The token without which playlists are refused; null where none is needed. */
  token: string | null = null;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Bundles the SDK and serves a page; no broadcast yet. */
  static async start(): Promise<Broadcast> {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "live-sdk-"));
    await build({
      entryPoints: ["src/index.ts"],
      outdir: root,
      entryNames: "sdk",
      bundle: true,
      format: "esm",
      splitting: true,
      logLevel: "warning",
    });
    fs.writeFileSync(path.join(root, "page.html"), PAGE);
    const broadcast = new Broadcast(root);
    await broadcast.#serve();
    return broadcast;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Goes on the air; the first segment gets the number `startNumber`. */
  async goLive(startNumber: number): Promise<void> {
    if (!this.#http) await this.#serve();
    this.#media = fs.mkdtempSync(path.join(this.#root, "media-"));
    fs.writeFileSync(path.join(this.#media, "index.m3u8"), MASTER);
    const inputs = "-re -f lavfi -i testsrc=size=320x180:rate=15 -re -f lavfi -i sine=sample_rate=44100";
    const codecs =
      "-c:v libx264 -preset ultrafast -profile:v baseline -pix_fmt yuv420p -g 15 -b:v 400k -c:a aac -b:a 64k";
    const hls =
      "-f hls -hls_time 1 -hls_list_size 6 -hls_segment_type fmp4 -hls_flags delete_segments+program_date_time";
    const args = `-hide_banner -loglevel error ${inputs} ${codecs} ${hls} -start_number ${startNumber}`.split(
      " ",
    );
    const files = ["-hls_segment_filename", "s%d.m4s", "media.m3u8"];
    this.#encoder = spawn("ffmpeg", [...args, ...files], {
      cwd: this.#media,
      stdio: ["pipe", "inherit", "inherit"],
    });
    await until(
      "there are segments",
      () => fs.existsSync(path.join(this.#media, `s${startNumber + 1}.m4s`)),
      20_000,
    );
  }

  /** Everything is gone at once: the encoder, the files, the server and its connections. */
  async crash(): Promise<void> {
    this.#encoder?.kill("SIGKILL");
    this.#http?.closeAllConnections();
    await new Promise((resolve) => this.#http?.close(resolve));
    this.#http = null;
    fs.rmSync(this.#media, { recursive: true, force: true });
  }

  /** The encoder ends its stream properly: the playlist gets its end. */
  end(): void {
    this.#encoder?.stdin?.write("q");
  }

  async stop(): Promise<void> {
    if (this.#http) await this.crash();
    fs.rmSync(this.#root, { recursive: true, force: true });
  }

  async #serve(): Promise<void> {
    const http = createServer((request, response) => {
      const url = new URL(request.url ?? "/", this.url);
      if (url.pathname === "/favicon.ico") return void response.writeHead(204).end();
      const [, folder, ...rest] = url.pathname.split("/");
      if (folder !== "hls") return this.#file(path.join(this.#root, url.pathname), response);
      const refused =
        this.token !== null && rest.at(-1) === "index.m3u8" && url.searchParams.get("token") !== this.token;
      if (refused) return void response.writeHead(403).end();
      this.#file(path.join(this.#media, rest.join("/")), response);
    });
    await new Promise<void>((resolve) => http.listen(this.port, "127.0.0.1", resolve));
    this.port = (http.address() as AddressInfo).port;
    this.#http = http;
  }

  #file(file: string, response: ServerResponse): void {
    fs.readFile(file, (error, bytes) => {
      if (error) return void response.writeHead(404).end();
      const type = TYPES[path.extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(bytes);
    });
  }
}
