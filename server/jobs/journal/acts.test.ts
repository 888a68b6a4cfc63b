import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { acts } from "./acts.ts";

const server = fileURLToPath(new URL("../../", import.meta.url));
const sources = readdirSync(server, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$|^bench/.test(file))
  .map((file) => readFileSync(path.join(server, file), "utf8"))
  .filter((text) => !text.includes("satisfies Record<string, { status: number"));

/** Acts are constants of their own, or stand in the call that appends them. */
const named = sources.flatMap((text) => [
  ...[...text.matchAll(/const [A-Z_]+ = "([a-z_]+\.[a-z_]+)";/g)].map(([, act]) => act!),
  ...[...text.matchAll(/\.append\(\s*[^,]+,\s*"([a-z_]+\.[a-z_]+)"/g)].map(([, act]) => act!),
]);

/** Constants of that form that are no acts: names of files. */
const files = /\.(json|yaml|txt|lock|duckdb)$/;

test("every act that is written is described in datasets/journal/acts.yaml", () => {
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((act) => !files.test(act) && !acts().has(act))).toEqual([]);
});
