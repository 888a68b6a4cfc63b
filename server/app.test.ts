import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp, type Services } from "./app.ts";
import { TestHouse } from "./jobs/house.fixture.ts";
import { JobQueue } from "./jobs/queue.ts";
import { nationalPrincipal } from "./store/principal.ts";

let at: TestHouse;
let services: Services;
let folder: string;
beforeAll(async () => {
  at = await TestHouse.open();
  services = { house: at.house, jobs: new JobQueue(new Map(), at.house, at.config), config: at.config, token: "t" };
});
afterAll(() => at.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-routes-"));
  return () => rm(folder, { recursive: true, force: true });
});

const scratch = (config: string) =>
  writeFile(
    path.join(folder, "scratch.ts"),
    `export default (app) => app.get("/api/scratch", { config: ${config} }, async (request) => ({ who: request.principal.id }));`,
  );

test("a new file in the folder is a new route", async () => {
  await scratch('{ permission: "public" }');
  const app = await createApp(services, { routes: [folder], as: nationalPrincipal });
  expect((await app.inject("/api/scratch")).json()).toEqual({ who: "national" });
  await app.close();
});

test("a route without a permission stops the start, and the error names it", async () => {
  await scratch("{}");
  await expect(createApp(services, { routes: [folder] })).rejects.toMatchObject({
    code: "route.no_permission",
    details: { url: "/api/scratch" },
  });
});

test("an unknown path, another host and another site are refused with a clear error", async () => {
  const app = await createApp(services);
  expect((await app.inject("/api/nothing")).json()).toMatchObject({ error: { code: "request.not_found" } });
  expect((await app.inject("/%ff")).json()).toMatchObject({ error: { code: "request.invalid" } });
  for (const headers of [{ host: "evil.example" }, { host: "127.0.0.1:8720", origin: "http://evil.example" }]) {
    const answer = await app.inject({ url: "/api/session", headers });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "access.cross_site" } });
  }
  await app.close();
});
