import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { Journal } from "../../journal/journal.ts";
import { Access } from "../access.ts";
import { ACCOUNT_MADE } from "../accounts/account.ts";
import { Accounts } from "../accounts/accounts.ts";
import { hashPassword } from "../passwords/password-hash.ts";
import password from "./password.ts";

const COST = { memory: 32_768, passes: 3 };
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

test("an unknown name takes the time that a wrong password takes", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-password-"));
  const accounts = new Accounts();
  const journal = await Journal.open(path.join(folder, "journal"));
  const parts = { accounts, journal, sessionsFile: path.join(folder, "sessions"), idleMinutes: 30, sessionHours: 12 };
  const access = await Access.open({ ...parts, passwordCost: COST });
  const known = { account: "known", name: "甲", role: "analyst", scope: { all: true } };
  await access.record("test", ACCOUNT_MADE, { ...known, password: await hashPassword("nine-green-bottles", COST) });
  const step = password.steps[0]!;
  const refused = async (account: string) => {
    const begun = performance.now();
    const asked = step.identify({ access, demo: false, address: "10.0.0.1" }, { account, password: "wrong" });
    await expect(asked).rejects.toMatchObject({ code: "access.wrong_password" });
    return performance.now() - begun;
  };
  await refused("unknown"); // the first one makes what is compared with
  const [wrong, unknown]: [number[], number[]] = [[], []];
  for (let n = 0; n < 5; n++) {
    wrong.push(await refused("known"));
    unknown.push(await refused("unknown"));
  }
  expect(median(unknown) / median(wrong)).toBeGreaterThan(0.4);
  expect(median(unknown) / median(wrong)).toBeLessThan(2.5);
  await journal.close();
  await rm(folder, { recursive: true });
});
