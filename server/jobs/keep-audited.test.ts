import { expect, test } from "vitest";
import { nationalPrincipal } from "../store/principal.ts";
import type { House } from "./house.ts";
import { auditNext } from "./keep-audited.ts";
import type { JobQueue } from "./queue.ts";

const houseOf = (batches: number) => ({ batches: { all: () => Array(batches).fill({}) } }) as unknown as House;
const queueOf = (...jobs: { command: string; state: string }[]) =>
  ({ list: () => jobs.map((job, i) => ({ id: i + 1, ...job })), submit: () => ({ id: 9 }) }) as unknown as JobQueue;
const next = (batches: number, jobs: JobQueue) => auditNext(houseOf(batches), jobs, nationalPrincipal);

test("after an act on rules one audit waits, and no second one beside it; one that runs does not count", () => {
  expect(next(0, queueOf())).toBeNull();
  expect(next(1, queueOf())).toBe(9);
  expect(next(1, queueOf({ command: "audit", state: "running" }, { command: "load", state: "queued" }))).toBe(9);
  expect(next(1, queueOf({ command: "audit", state: "running" }, { command: "audit", state: "queued" }))).toBe(2);
});
