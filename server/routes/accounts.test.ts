import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAccount } from "../access/accounts/administer.ts";
import { Browser, refusalOf } from "../access/browser.fixture.ts";
import { type App, createApp } from "../app.ts";
import { TestHouse } from "../jobs/house.fixture.ts";
import { JobQueue } from "../jobs/queue.ts";
import { verifyJournal } from "../journal/verify.ts";
import { nationalPrincipal, type Scope } from "../store/principal.ts";
import { raw } from "../store/sql.ts";

const OWN = "nine-green-bottles";
const nation = { all: true } as const;
const henan: Scope = { all: false, side: "either", provinces: ["410000"] };
const shanghai: Scope = { all: false, side: "either", provinces: ["310000"] };
const zhengzhou: Scope = { all: false, side: "either", provinces: [], cities: ["410100"] };
const reason = "调岗";

let at: TestHouse;
let app: App;

beforeAll(async () => {
  at = await TestHouse.open({ derive: false });
  const jobs = new JobQueue(new Map(), at.house, at.config);
  app = await createApp({ house: at.house, jobs, config: at.config, token: "t" });
});
afterAll(async () => {
  await app.close();
  await at.close();
});

/** Somebody who signed in with a password of its own. */
async function signedIn(id: string, role: string, scope: Scope): Promise<Browser> {
  const oneTime = await makeAccount(at.house.access, nationalPrincipal, { id, name: "某某", role, scope });
  const browser = new Browser(app);
  await browser.signIn(id, oneTime);
  await browser.ask("PUT", "/api/session/password", { current: oneTime, next: OWN });
  return browser;
}

const acts = async () => {
  const entries: string[] = [];
  await verifyJournal(at.house.journal.file, ({ actor, act, data }) => {
    entries.push(`${actor} ${act} ${data.account ?? ""}`);
  });
  return entries;
};

test("an administrator makes, changes, closes and opens accounts; each act stands in the journal, no password does", async () => {
  const admin = await signedIn("chief", "administrator", nation);
  const made = await admin.ask("POST", "/api/accounts", { id: "wang", name: "王五", role: "province", scope: henan });
  expect(made.statusCode).toBe(201);
  const { account, oneTimePassword } = made.json();
  expect(account).toMatchObject({
    ...{ id: "wang", name: "王五", role: "province", scope: henan, disabled: false, lockedUntil: null },
    ...{ mustChangePassword: true, lastSignIn: null },
  });
  expect(oneTimePassword).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  const wang = new Browser(app);
  await wang.signIn("wang", oneTimePassword);
  await wang.ask("PUT", "/api/session/password", { current: oneTimePassword, next: OWN });
  expect((await wang.ask("GET", "/api/session")).json().permissions).toContain("findings.approve");

  const moved = await admin.ask("PATCH", "/api/accounts/wang", { role: "city", scope: zhengzhou, reason });
  expect(moved.json()).toMatchObject({ role: "city", scope: zhengzhou });
  // What it may do changes with the act, in the middle of a session.
  expect((await wang.ask("GET", "/api/session")).json().permissions).not.toContain("findings.approve");

  const { oneTimePassword: second } = (await admin.ask("POST", "/api/accounts/wang/password", { reason })).json();
  expect((await wang.ask("GET", "/api/jobs")).statusCode).toBe(401);
  expect(refusalOf(await wang.signIn("wang", OWN))).toEqual([401, "access.wrong_password"]);
  await wang.signIn("wang", second);
  expect((await admin.ask("DELETE", "/api/accounts/wang/sessions")).statusCode).toBe(204);
  expect((await wang.ask("GET", "/api/jobs")).statusCode).toBe(401);

  await wang.signIn("wang", second);
  expect((await admin.ask("PATCH", "/api/accounts/wang", { disabled: true, reason })).json().disabled).toBe(true);
  expect((await wang.ask("GET", "/api/session")).json().principal).toBeNull();
  expect(refusalOf(await wang.signIn("wang", second))).toEqual([401, "access.wrong_password"]);
  await admin.ask("PATCH", "/api/accounts/wang", { disabled: false, reason });
  expect((await wang.signIn("wang", second)).statusCode).toBe(200);

  expect((await acts()).filter((act) => act.startsWith("chief account.") && act.endsWith("wang"))).toEqual(
    ["made", "changed", "password_set", "sessions_ended", "changed", "changed"].map(
      (act) => `chief account.${act} wang`,
    ),
  );
  const [row] = await at.rows<{ display_name: string; role: string }>(
    raw("select display_name, role from account where account = 'wang'"),
  );
  expect(row).toEqual({ display_name: "王五", role: "city" });
});

test("a province's administrator sees and makes accounts of the province only, none of the nation", async () => {
  const chief = await signedIn("chief2", "administrator", nation);
  await chief.ask("POST", "/api/accounts", { id: "sh-person", name: "沪", role: "province", scope: shanghai });
  const admin = await signedIn("henan-admin", "administrator", henan);
  const make = (id: string, role: string, scope: Scope) =>
    admin.ask("POST", "/api/accounts", { id, name: "某某", role, scope });
  expect((await make("hn-person", "province", henan)).statusCode).toBe(201);
  expect((await make("hn-city", "city", zhengzhou)).statusCode).toBe(201);
  const listed = (await admin.ask("GET", "/api/accounts")).json().accounts.map(({ id }: { id: string }) => id);
  expect(listed).toEqual(expect.arrayContaining(["henan-admin", "hn-person", "hn-city"]));
  expect(listed).not.toContain("sh-person");
  expect(listed).not.toContain("chief2");

  expect(refusalOf(await make("x-nation", "administrator", nation))).toEqual([403, "account.out_of_scope"]);
  expect(refusalOf(await make("x-other", "province", shanghai))).toEqual([403, "account.out_of_scope"]);
  const both: Scope = { all: false, side: "either", provinces: ["410000", "310000"] };
  expect(refusalOf(await make("x-both", "province", both))).toEqual([403, "account.out_of_scope"]);
  const patch = (id: string, change: object) => admin.ask("PATCH", `/api/accounts/${id}`, { reason, ...change });
  expect(refusalOf(await patch("hn-person", { scope: both }))).toEqual([403, "account.out_of_scope"]);
  expect(refusalOf(await patch("hn-person", { role: "supervisor", scope: nation }))).toEqual([
    403,
    "account.out_of_scope",
  ]);
  for (const foreign of ["sh-person", "chief2", "nobody-at-all"]) {
    expect(refusalOf(await patch(foreign, { disabled: true }))).toEqual([404, "account.not_found"]);
    const reset = await admin.ask("POST", `/api/accounts/${foreign}/password`, { reason });
    expect(refusalOf(reset)).toEqual([404, "account.not_found"]);
  }
  const own = (await admin.ask("GET", "/api/session")).json().permissions;
  expect(own.sort()).toEqual(["accounts.write", "data.read", "journal.read", "own.account", "public"]);
});

test("nobody raises himself, and the last administrator of the nation stays", async () => {
  const house = await TestHouse.open({ derive: false });
  const alone = await createApp({
    ...{ house: house.house, config: house.config, token: "t" },
    jobs: new JobQueue(new Map(), house.house, house.config),
  });
  const asked = { id: "first", name: "甲", role: "administrator", scope: nation };
  const oneTime = await makeAccount(house.house.access, nationalPrincipal, asked);
  const first = new Browser(alone);
  await first.signIn("first", oneTime);
  await first.ask("PUT", "/api/session/password", { current: oneTime, next: OWN });
  expect(refusalOf(await first.ask("PATCH", "/api/accounts/first", { role: "supervisor", reason }))).toEqual([
    403,
    "account.own",
  ]);
  expect(refusalOf(await first.ask("POST", "/api/accounts/first/password", { reason }))).toEqual([403, "account.own"]);
  const machine = (change: object) =>
    alone.inject({
      ...{ method: "PATCH", url: "/api/accounts/first", payload: { reason, ...change } },
      headers: { authorization: "Bearer t" },
    });
  for (const change of [{ disabled: true }, { scope: henan }, { role: "analyst" }]) {
    expect(refusalOf(await machine(change))).toEqual([409, "account.last_administrator"]);
  }
  await first.ask("POST", "/api/accounts", { id: "second", name: "乙", role: "administrator", scope: nation });
  expect((await machine({ disabled: true })).statusCode).toBe(200);
  expect((await first.ask("GET", "/api/accounts")).statusCode).toBe(401);
  await alone.close();
  await house.close();
});

test("two administrators who close each other at once leave one", async () => {
  const one = await signedIn("duel-1", "administrator", nation);
  const two = await signedIn("duel-2", "administrator", nation);
  const answers = await Promise.all([
    one.ask("PATCH", "/api/accounts/duel-2", { disabled: true, reason }),
    two.ask("PATCH", "/api/accounts/duel-1", { disabled: true, reason }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403]);
  const closed = at.house.access.accounts.all().filter(({ disabled }) => disabled);
  expect(closed.map(({ id }) => id)).toEqual(["duel-2"]);
});

test("scripts, reserved and unheard-of things are refused with the field they stand in; a name twice at once is made once", async () => {
  const admin = await signedIn("chief3", "administrator", nation);
  const good = { id: "li", name: "李", role: "analyst", scope: nation as Scope };
  const refused: [object, string][] = [
    [{ name: "<script>alert(1)</script>" }, "name"],
    [{ name: "甲\u202e乙" }, "name"],
    [{ name: " " }, "name"],
    [{ id: "Li" }, "id"],
    [{ id: "../x" }, "id"],
    [{ id: "national" }, "id"],
    [{ id: "nobody" }, "id"],
    [{ role: "god" }, "role"],
    [{ role: "supervisor", scope: henan }, "scope"],
    [{ role: "province" }, "scope"],
    [{ role: "province", scope: { all: false, side: "either", provinces: ["999999"] } }, "scope.provinces"],
    [{ role: "province", scope: { all: false, side: "either", provinces: [] } }, "scope"],
    [{ role: "city", scope: { all: false, side: "either", provinces: [], cities: ["410000"] } }, "scope.cities"],
  ];
  for (const [change, field] of refused) {
    const answer = await admin.ask("POST", "/api/accounts", { ...good, ...change });
    expect([change, answer.statusCode, answer.json().error]).toMatchObject([
      change,
      422,
      { code: "account.invalid", details: { field } },
    ]);
  }
  const long = await admin.ask("POST", "/api/accounts", { ...good, name: "长".repeat(61) });
  expect(refusalOf(long)).toEqual([400, "request.invalid"]);
  const huge = await admin.ask("POST", "/api/accounts", { ...good, name: "x".repeat(2_000_000) });
  expect(huge.json().error.code).toBe("request.invalid");
  const twice = await Promise.all([1, 2].map(() => admin.ask("POST", "/api/accounts", good)));
  expect(twice.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  expect(refusalOf(await admin.ask("PATCH", "/api/accounts/li", { disabled: true, reason: "  " }))).toEqual([
    400,
    "request.invalid",
  ]);
});
