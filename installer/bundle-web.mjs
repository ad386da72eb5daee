// Bundles one browser app; called by build-web.sh.
//   node bundle-web.mjs APP GLUE_DIR OUT_DIR [--dev] [--budget]
// GLUE_DIR holds app.js and app_bg.wasm as wasm-bindgen wrote them. OUT_DIR is replaced at once
// when everything is there. What is built, and why so, stands at the top of build-web.sh.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = path.resolve(import.meta.dirname, "..");
const sdk = path.join(root, "sdk/web");
const { build } = createRequire(path.join(sdk, "package.json"))("esbuild");

/** Hashed files of earlier builds stay this long: open pages still load their chunks. */
const OLD_ASSETS_KEEP_MS = 7 * 24 * 3600 * 1000;
const COMPRESSIBLE = /\.(?:wasm|js|css|html|svg|json|webmanifest|txt|ico)$/;

const [app, glueDir, outDir] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const dev = process.argv.includes("--dev");
const appDir = path.join(root, app);
const staging = `${outDir}.new`;

fs.rmSync(staging, { recursive: true, force: true });
fs.mkdirSync(path.join(staging, "assets"), { recursive: true });
const wasmUrl = emitWasm();
const script = await bundleScript();
const style = await bundleStyle();
if (fs.existsSync(path.join(appDir, "public"))) {
  fs.cpSync(path.join(appDir, "public"), staging, { recursive: true });
}
writeIndex();
const sizes = measure();
if (!dev) keepOldAssets();
fs.rmSync(outDir, { recursive: true, force: true });
fs.renameSync(staging, outDir);
report(sizes);

function emitWasm() {
  const bytes = fs.readFileSync(path.join(glueDir, "app_bg.wasm"));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  fs.writeFileSync(path.join(staging, `assets/app-${hash}.wasm`), bytes);
  return `/assets/app-${hash}.wasm`;
}

/** The app's script, and /sdk.js: the SDK under a fixed name, for pages that others write. */
async function bundleScript() {
  const boot = path.join(appDir, "boot.js");
  const ownBoot = fs.existsSync(boot);
  const result = await build({
    ...common(),
    entryPoints: [
      { in: ownBoot ? boot : "virtual:boot", out: "assets/app" },
      { in: path.join(sdk, "src/index.ts"), out: "sdk" },
    ],
    entryNames: "[dir]/[name]-[hash]",
    chunkNames: "assets/[name]-[hash]",
    format: "esm",
    target: "es2022",
    splitting: true,
    plugins: [virtualModules()],
  });
  const outputs = Object.entries(result.metafile.outputs);
  const entry = (suffix) =>
    outputs.find(([, output]) => output.entryPoint?.endsWith(suffix)) ?? fail(`no output of ${suffix}`);
  const [sdkFile] = entry("sdk/web/src/index.ts");
  fs.renameSync(path.resolve(root, sdkFile), path.join(staging, "sdk.js"));
  const [appFile, appOutput] = entry(ownBoot ? "boot.js" : "virtual:boot");
  const chunks = appOutput.imports.filter((each) => each.kind === "import-statement");
  return { url: urlOf(appFile), preloads: chunks.map((chunk) => urlOf(chunk.path)) };
}

async function bundleStyle() {
  const result = await build({
    ...common(),
    entryPoints: [{ in: path.join(appDir, "styles/app.css"), out: "assets/app" }],
    entryNames: "[dir]/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    publicPath: "/",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    // Browsers that have everything else that we need: nesting and :has are there since 2023.
    target: ["chrome120", "firefox121", "safari17"],
  });
  const file = Object.keys(result.metafile.outputs).find((name) => name.endsWith(".css"));
  return urlOf(file ?? fail("no style sheet came out"));
}

function common() {
  return {
    absWorkingDir: root,
    outdir: staging,
    bundle: true,
    metafile: true,
    minify: !dev,
    sourcemap: dev ? "linked" : false,
    legalComments: "none",
    logLevel: "warning",
    nodePaths: [path.join(sdk, "node_modules")],
  };
}

/** `virtual:app` starts the wasm; `/assets/sdk.js` is what the glue calls the SDK. */
function virtualModules() {
  const glue = path.join(glueDir, "app.js");
  const sources = {
    "virtual:boot": `import { start } from "virtual:app"; start();`,
    "virtual:app": `import init from ${JSON.stringify(glue)};
      export const wasmUrl = ${JSON.stringify(wasmUrl)};
      export const start = () => init({ module_or_path: wasmUrl });`,
  };
  return {
    name: "virtual-modules",
    setup(esbuild) {
      esbuild.onResolve({ filter: /^virtual:/ }, ({ path: name }) => ({ path: name, namespace: "live" }));
      esbuild.onResolve({ filter: /^\/assets\/sdk\.js$/ }, () => ({ path: path.join(sdk, "src/wasm.ts") }));
      esbuild.onLoad({ filter: /.*/, namespace: "live" }, ({ path: name }) => ({
        contents: sources[name] ?? fail(`no module ${name}`),
        resolveDir: root,
      }));
    },
  };
}

function writeIndex() {
  let html = fs.readFileSync(path.join(appDir, "index.html"), "utf8");
  const swap = (from, to) => {
    if (!html.includes(from)) fail(`${app}/index.html does not refer to ${from}`);
    html = html.replaceAll(from, to);
  };
  swap("/assets/app.css", style);
  swap("/assets/app.js", script.url);
  const preloads = [
    `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${wasmUrl}">`,
    ...script.preloads.map((url) => `<link rel="modulepreload" href="${url}">`),
  ];
  swap("</head>", `${preloads.join("\n")}\n</head>`);
  fs.writeFileSync(path.join(staging, "index.html"), html);
}

/** Sizes of every file, and in release its compressed siblings. */
function measure() {
  const rows = [];
  for (const name of files(staging)) {
    const file = path.join(staging, name);
    const bytes = fs.readFileSync(file);
    let brotli = bytes.length;
    if (!dev && COMPRESSIBLE.test(name)) {
      const compressed = brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      });
      fs.writeFileSync(`${file}.br`, compressed);
      fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      brotli = compressed.length;
    }
    rows.push({ name, raw: bytes.length, brotli });
  }
  return rows.sort((a, b) => b.raw - a.raw);
}

function keepOldAssets() {
  const old = path.join(outDir, "assets");
  if (!fs.existsSync(old)) return;
  for (const name of files(old)) {
    const from = path.join(old, name);
    const to = path.join(staging, "assets", name);
    const stat = fs.statSync(from);
    if (fs.existsSync(to) || Date.now() - stat.mtimeMs > OLD_ASSETS_KEEP_MS) continue;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to);
    fs.utimesSync(to, stat.atime, stat.mtime);
  }
}

/** Prints the table and, in release, what is over the budget (in bytes of brotli). */
function report(rows) {
  const first = new Set([wasmUrl, script.url, style, ...script.preloads, "/index.html"].map((url) => url.slice(1)));
  const total = (pick) => rows.filter(pick).reduce((sum, row) => sum + row.brotli, 0);
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
  console.log(`\n${app}${" ".repeat(40)}`.slice(0, 42), "       raw", "    brotli");
  for (const { name, raw, brotli } of rows.filter((row) => !row.name.endsWith(".map"))) {
    console.log(`${first.has(name) ? "●" : " "} ${name}`.padEnd(41), kb(raw), kb(brotli));
  }
  const firstLoad = total((row) => first.has(row.name));
  console.log("● first load".padEnd(41), " ".repeat(11), kb(firstLoad), dev ? "(dev: not compressed)" : "");
  if (dev) return;
  const budgets = JSON.parse(fs.readFileSync(path.join(root, "installer/size-budget.json"), "utf8"))[app] ?? {};
  const actual = {
    wasm_brotli_bytes: total((row) => row.name.endsWith(".wasm")),
    first_load_brotli_bytes: firstLoad,
  };
  const over = Object.entries(budgets).filter(([key, limit]) => (actual[key] ?? fail(`unknown budget ${key}`)) > limit);
  for (const [key, limit] of over) console.error(`${app}: ${key} is ${actual[key]}, the budget is ${limit}`);
  if (over.length > 0 && process.argv.includes("--budget")) fail("over the size budget");
}

function files(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
}

function urlOf(file) {
  return `/${path.relative(staging, path.resolve(root, file))}`;
}

function fail(message) {
  console.error(`bundle-web: ${message}`);
  process.exit(1);
}
