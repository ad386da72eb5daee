// What a page has to load of the SDK, and whether it stays within size-budget.json (brotli bytes).
import * as fs from "node:fs";
import * as path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["src/index.ts"],
  outdir: "size",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  splitting: true,
  write: false,
  metafile: true,
});
const brotli = new Map(
  outputFiles.map((file) => [path.relative(root, file.path), brotliCompressSync(file.contents).length]),
);
const entry = "size/index.js";
const first = new Set([entry]);
for (const name of first) {
  const { imports } = metafile.outputs[name];
  for (const each of imports) if (each.kind === "import-statement") first.add(each.path);
}
const sum = (names) => names.reduce((total, name) => total + brotli.get(name), 0);
const actual = {
  first_load_brotli_bytes: sum([...first]),
  lazy_brotli_bytes: sum([...brotli.keys()].filter((name) => !first.has(name))),
};
const budget = JSON.parse(fs.readFileSync(path.join(root, "size-budget.json"), "utf8"));
for (const [key, limit] of Object.entries(budget)) {
  const over = !(actual[key] <= limit);
  console.log(`${over ? "OVER " : ""}${key}: ${actual[key]} of ${limit}`);
  if (over) process.exitCode = 1;
}
