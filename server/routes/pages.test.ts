import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import Fastify from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { App } from "../app.ts";
import pages from "./pages.ts";

let dist: string;
let app: App;
let permissions: Set<string | undefined>;
beforeEach(async () => {
  dist = await mkdtemp(path.join(os.tmpdir(), "jiheng-dist-"));
  permissions = new Set();
  app = Fastify() as unknown as App;
  await app.register(async (scope) => {
    pages(scope as App, dist);
    scope.addHook("onRoute", (route) => void permissions.add(route.config?.permission));
  });
});
afterEach(async () => {
  await app.close();
  await rm(dist, { recursive: true, force: true });
});

const build = async (hash: string) => {
  await mkdir(path.join(dist, "assets"), { recursive: true });
  await writeFile(path.join(dist, "index.html"), `<script src="/assets/index-${hash}.js">`);
  await writeFile(path.join(dist, "favicon.svg"), "<svg/>");
  await writeFile(path.join(dist, "assets", `index-${hash}.js`), `// ${hash}`);
};

test("before the first build a sentence says what to do, afterwards the pages are there", async () => {
  expect((await app.inject("/")).body).toContain("npm run build");
  await build("a1");
  expect((await app.inject("/")).body).toContain("index-a1.js");
  expect((await app.inject("/assets/index-a1.js")).body).toBe("// a1");
});

test("a rebuild is served, and an asset that is gone is not found", async () => {
  await build("a1");
  await app.ready();
  await rm(path.join(dist, "assets", "index-a1.js"));
  await build("b2");
  const asset = await app.inject("/assets/index-b2.js");
  expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(asset.headers["content-type"]).toContain("javascript");
  expect((await app.inject("/assets/index-a1.js")).statusCode).toBe(404);
  expect((await app.inject("/assets/..%2findex.html")).statusCode).toBeGreaterThanOrEqual(400);
});

test("files keep their type, other paths are pages, and neither is kept by the browser", async () => {
  await build("a1");
  expect((await app.inject("/favicon.svg")).headers["content-type"]).toContain("svg");
  for (const url of ["/", "/data?batch=3", "/nothing.html", "/overview/deep"]) {
    const page = await app.inject(url);
    expect(page.headers["content-type"]).toContain("html");
    expect(page.headers["cache-control"]).toBe("no-cache");
  }
  expect((await app.inject("/api/nothing")).statusCode).toBe(404);
  expect([...permissions]).toEqual(["public"]);
});
