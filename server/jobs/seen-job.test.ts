import { expect, test } from "vitest";
import type { Config } from "../config.ts";
import { fail } from "../errors.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { atOnce, type Command, storeCommand } from "./command.ts";
import { loadCommands } from "./commands.ts";
import type { House } from "./house.ts";
import { JobQueue } from "./queue.ts";
import { mayStop, seenJob } from "./seen-job.ts";

const counting = (name: string, confidential: boolean) =>
  storeCommand<{ visits: number }>({
    ...{ name, summary: "", lane: atOnce, confidential, permission: () => "jobs.run" as const, print: () => "" },
    async run({ progress }) {
      progress({ phase: "read", subject: "/data/henan.csv", done: 1, total: 1 });
      return { visits: 3_976_200 };
    },
  });
const failing = storeCommand({
  ...{ name: "failing", summary: "", lane: atOnce, permission: () => "jobs.run" as const, print: () => "" },
  run: () => Promise.reject(fail("intake.path", { path: "henan.csv", reason: "no such file" })),
});

const queue = new JobQueue(
  new Map<string, Command>([
    ["counting", counting("counting", false) as Command],
    ["private", counting("private", true) as Command],
    ["failing", failing as Command],
  ]),
  {} as House,
  {} as Config,
);

const who = (id: string, ...provinces: string[]): Principal => ({
  ...{ id, name: id, permissions: new Set(["jobs.read", "jobs.run"] as const) },
  scope: provinces.length > 0 ? { all: false, side: "either", provinces } : { all: true },
});
const [nation, henan, other] = [who("nation"), who("henan", "410000"), who("other", "410000")];

test("what came of a job is told to who asked and to the nation; that it runs to everybody", async () => {
  const { id } = queue.submit("counting", {}, henan);
  const job = await queue.wait(id);
  for (const principal of [henan, nation, nationalPrincipal])
    expect(seenJob(queue, job, principal)).toMatchObject({ by: "henan", result: { visits: 3_976_200 } });
  expect(seenJob(queue, job, other)).toMatchObject({
    ...{ command: "counting", state: "done", by: "henan", result: null },
    progress: { phase: "read", done: 1, total: 1 },
  });
  expect(JSON.stringify(seenJob(queue, job, other))).not.toContain("henan.csv");
  const failed = await queue.wait(queue.submit("failing", {}, nation).id);
  expect(seenJob(queue, failed, other).error).toEqual({
    code: "intake.path",
    message: "intake.path",
    details: {},
  });
});

test("a confidential result is for who asked alone", async () => {
  const job = await queue.wait(queue.submit("private", {}, nationalPrincipal).id);
  expect(seenJob(queue, job, nationalPrincipal).result).not.toBeNull();
  for (const principal of [nation, henan]) expect(seenJob(queue, job, principal).result).toBeNull();
});

test("a job is stopped by who asked for it, the machine's own user, and administrators of the nation", () => {
  const job = queue.get(queue.submit("counting", {}, henan).id);
  const administrator = { ...nation, permissions: new Set(["system.read"] as const) };
  expect([henan, nationalPrincipal, administrator, nation, other].map((principal) => mayStop(principal, job))).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
});

test("what names files of the machine is for its own user", async () => {
  const commands = new JobQueue(await loadCommands(), {} as House, {} as Config);
  const needed = (name: string, ...words: string[]) => commands.permissionFor(name, { arguments: words });
  for (const [name, ...words] of [
    ["load", "/etc/passwd"],
    ["export", "findings"],
    ["policies", "load", "/etc/passwd"],
    ["policies", "check", "/etc/passwd"],
    ["policies", "infer", "410000"],
    ["catalogue", "load", "/etc/passwd"],
    ["knowledge", "load", "/etc/passwd"],
    ["rules", "check", "/etc/passwd"],
    ["rules", "draft", "/etc/passwd"],
    ["rules", "lock"],
    ["accounts", "add", "x"],
  ] as const)
    expect([name, words[0], needed(name, ...words)]).toEqual([name, words[0], "terminal"]);
  expect(commands.permissionFor("verify", { arguments: ["journal"], heads: "/etc/passwd" })).toBe("terminal");
  expect(commands.permissionFor("audit", { release: "XR-01" })).toBe("rules.approve");
  expect([
    needed("audit"),
    needed("figures"),
    needed("verify", "journal"),
    needed("completeness", "410100=complete"),
  ]).toEqual([...["jobs.run", "figures.read"], ...["journal.read", "data.load"]]);
  for (const name of ["serve", "generate", "nothing"]) expect(() => needed(name)).toThrow(/not known here/);
});
