// Fails when src/api/schema.d.ts is not what openapi.json gives: `npm run generate` brings them together.
import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("../", import.meta.url);
const committed = readFileSync(new URL("src/api/schema.d.ts", root), "utf8");
const made = astToString(await openapiTS(new URL("openapi.json", root), { defaultNonNullable: false }));
if (!committed.endsWith(made)) {
  console.error("src/api/schema.d.ts does not match openapi.json: run `npm run generate` and commit both.");
  process.exit(1);
}
