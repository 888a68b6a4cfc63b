import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type Permission, permissions, type Scope } from "../store/principal.ts";
import { isWithin, reachOf } from "./reach.ts";
import { loadRoles, permissionsOf, roles } from "./role.ts";

const province = (...provinces: string[]): Scope => ({ all: false, side: "either", provinces });
const city = (...cities: string[]): Scope => ({ all: false, side: "either", provinces: [], cities });

test("every permission of a role is one, each but the open one is held by some role, and nobody judges who administers", () => {
  const held = new Set([...roles.values()].flatMap((role) => role.permissions as readonly Permission[]));
  expect([...held].filter((permission) => !permissions.includes(permission))).toEqual([]);
  expect(permissions.filter((permission) => !held.has(permission))).toEqual(["public", "own.account"]);
  for (const { id, permissions, ofTheNation = [] } of roles.values()) {
    expect([id, ofTheNation.filter((permission) => !permissions.includes(permission))]).toEqual([id, []]);
    if (!permissions.includes("accounts.write")) continue;
    for (const kept of ["findings.judge", "findings.approve", "persons.read", "rules.approve"] as const)
      expect(permissions).not.toContain(kept);
  }
  // Who writes rules does not agree to them.
  expect(
    [...roles.values()].filter(({ permissions: may }) => may.includes("rules.write") && may.includes("rules.approve")),
  ).toEqual([]);
});

test("acts on the records of all regions are of the nation", () => {
  const ofProvince = permissionsOf(roles.get("administrator"), "provinces");
  expect([...ofProvince].sort()).toEqual(["accounts.write", "data.read", "journal.read", "own.account", "public"]);
  expect(permissionsOf(roles.get("administrator"), "nation")).toContain("data.load");
  expect([...permissionsOf(undefined, "nation")]).toEqual(["public", "own.account"]);
});

test("a new file in the folder is a new role", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-roles-"));
  const text = `export default { id: "call_centre", title: { zh: "热线", en: "Call centre" }, reaches: ["nation"], permissions: [] };`;
  await writeFile(path.join(folder, "call-centre.ts"), text);
  expect([...(await loadRoles(pathToFileURL(`${folder}/`))).keys()]).toEqual(["call_centre"]);
  await writeFile(path.join(folder, "other.ts"), text);
  await expect(loadRoles(pathToFileURL(`${folder}/`))).rejects.toThrow(/other\.ts/);
  await rm(folder, { recursive: true });
});

test("a scope lies within another where that sees all it sees", () => {
  const insured: Scope = { all: false, side: "insured", provinces: ["410000"] };
  const within: [Scope, Scope][] = [
    [{ all: true }, { all: true }],
    [province("410000"), { all: true }],
    [province("410000"), province("310000", "410000")],
    [city("410100"), province("410000")],
    [city("410100"), city("410100", "410200")],
    [insured, province("410000")],
    [insured, insured],
  ];
  const beyond: [Scope, Scope][] = [
    [{ all: true }, province("410000")],
    [province("410000", "310000"), province("410000")],
    [province("410000"), city("410100")],
    [city("310100"), province("410000")],
    [province("410000"), insured],
    [{ ...insured, side: "care" }, insured],
  ];
  expect(within.filter(([inner, outer]) => !isWithin(inner, outer))).toEqual([]);
  expect(beyond.filter(([inner, outer]) => isWithin(inner, outer))).toEqual([]);
  expect([{ all: true } as const, province("410000"), city("410100")].map(reachOf)).toEqual([
    "nation",
    "provinces",
    "cities",
  ]);
});
