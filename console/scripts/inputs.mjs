// What a build is made of, as one digest. `node scripts/inputs.mjs` ends with 0 if dist/ was made of what is here now.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const NOT_INPUTS =
  /^(node_modules|dist(\.\w+)?|README\.md|biome\.json|vitest\.config\.ts)$|\.test\.tsx?$|\.tsbuildinfo$/;

/** Inside dist/: goes where it goes, and with it. */
export const STAMP = ".vite/inputs";

function* inputs(folder = "") {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (NOT_INPUTS.test(path) || entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* inputs(path);
    else yield path;
  }
}

export function digestOfInputs() {
  const digest = createHash("sha256");
  for (const path of [...inputs()].sort()) {
    digest
      .update(`${path.split(sep).join("/")}\n`)
      .update(readFileSync(join(root, path)))
      .update("\n");
  }
  return digest.digest("hex");
}

function builtOf() {
  try {
    return readFileSync(join(root, "dist", STAMP), "utf8");
  } catch {
    return "";
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(builtOf() === digestOfInputs() ? 0 : 1);
