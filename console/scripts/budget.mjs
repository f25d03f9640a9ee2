// The script that a browser must load before the lead pages show: fails over the budget. `budget.mjs dist` by itself.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 400;
const PAGES = /^src\/(leads|today)\/[^/]+Page\.tsx$/;
const LANGUAGES = /^src\/i18n\/(zh-CN|en)\.ts$/;

const dist = new URL(`../${process.argv[2] ?? "dist"}/`, import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const needed of manifest[key].imports ?? []) closure(needed, seen);
  return seen;
}

function gzippedKb(files) {
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0);
  return bytes / 1000;
}

const always = ["index.html", "src/shell/Shell.tsx"].filter((key) => manifest[key]);
const languages = Object.keys(manifest).filter((key) => LANGUAGES.test(key));
const pages = Object.keys(manifest).filter((key) => PAGES.test(key));
const largestLanguage = Math.max(0, ...languages.map((key) => gzippedKb([manifest[key].file])));

let failed = pages.length === 0;
if (failed) console.error("budget: no lead page found in the build");
for (const page of pages) {
  const keys = new Set([...always, page].flatMap((key) => [...closure(key)]));
  const kb = gzippedKb(new Set([...keys].map((key) => manifest[key].file))) + largestLanguage;
  const over = kb > BUDGET_KB;
  failed ||= over;
  console.log(`${over ? "over" : "ok  "}  ${kb.toFixed(1)} of ${BUDGET_KB} kB gzipped script for ${page}`);
}
process.exit(failed ? 1 : 0);
