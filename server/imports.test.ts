import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const server = fileURLToPath(new URL(".", import.meta.url));

/** Lower floors first; rooms on one floor do not import each other. */
const floors = [
  ["errors"],
  ["config"],
  ["journal"],
  ["store"],
  ["intake", "access"],
  ["knowledge"],
  ["facts"],
  ["settle"],
  ["audit", "indicators"],
  ["cases"],
  ["jobs"],
  ["routes", "app", "bench", "serve", "main"],
];
/** The application is put together from its parts: these may import from the same floor. */
const assembling = new Set(["app>routes", "routes>app", "serve>app", "main>serve", "main>bench", "bench>app"]);

function roomOf(file: string): string {
  return path.relative(server, file).split(path.sep)[0]!.replace(/\.ts$/, "");
}

function floorOf(room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room));
}

const files = readdirSync(server, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((file) => !/\.(test|fixture)\.ts$/.test(file));

test("every file stands in a known room", () => {
  expect(files.filter((file) => floorOf(roomOf(file)) < 0)).toEqual([]);
});

test("imports point down", () => {
  const wrong = files.flatMap((file) => {
    const from = roomOf(file);
    const targets = [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
      ([, target]) => target!,
    );
    return targets
      .map((target) => path.resolve(path.dirname(file), target))
      .filter((target) => target.startsWith(server))
      .map(roomOf)
      .filter((to) => to !== from && floorOf(to) >= floorOf(from) && !assembling.has(`${from}>${to}`))
      .map((to) => `${path.relative(server, file)} imports ${to}`);
  });
  expect(wrong).toEqual([]);
});

test("the generator is called by jobs only", () => {
  const callers = files.filter((file) => readFileSync(file, "utf8").includes("datasets/generator"));
  expect(callers.filter((file) => roomOf(file) !== "jobs")).toEqual([]);
});
