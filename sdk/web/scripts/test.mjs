// Bundles the tests (Node 20 runs no TypeScript) and runs them: node scripts/test.mjs [folder|file ...]
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const out = path.join(root, ".test-build");
const wanted = process.argv.slice(2);
const tests = (wanted.length > 0 ? wanted : ["test"]).flatMap(find);

fs.rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: tests,
  outdir: out,
  outbase: root,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});
const files = tests.map((test) => path.join(out, test.replace(/\.ts$/, ".js")));
const node = ["--enable-source-maps", "--test", "--test-timeout=300000", ...files];
process.exitCode = spawnSync(process.execPath, node, { cwd: root, stdio: "inherit" }).status ?? 1;

function find(place) {
  if (place.endsWith(".ts")) return [place];
  return fs
    .readdirSync(path.join(root, place), { withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".test.ts"))
    .map((entry) => path.join(place, entry.name));
}
