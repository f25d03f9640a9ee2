// `npm run build`: checks and builds beside dist/, and puts the result in its place only when all of it is well.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { digestOfInputs, STAMP } from "./inputs.mjs";

const root = new URL("../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const [dist, made, replaced] = [path("dist"), path("dist.new"), path("dist.old")];

function run(command, ...args) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (done.error) console.error(`${command}: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status || 1);
}

// What is changed while the build runs makes the next one necessary: so this is taken before it.
const digest = digestOfInputs();
rmSync(made, { recursive: true, force: true });
run(process.execPath, "scripts/drift.mjs");
run("tsc", "--project", "tsconfig.build.json");
run("vite", "build", "--outDir", "dist.new", "--emptyOutDir", "--logLevel", "warn");
run(process.execPath, "scripts/budget.mjs", "dist.new");

mkdirSync(`${made}/.vite`, { recursive: true });
writeFileSync(`${made}/${STAMP}`, digest);
rmSync(replaced, { recursive: true, force: true });
if (existsSync(dist)) renameSync(dist, replaced);
renameSync(made, dist);
rmSync(replaced, { recursive: true, force: true });
