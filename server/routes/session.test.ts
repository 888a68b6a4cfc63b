import { readFile, stat } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeAccount } from "../access/accounts/administer.ts";
import { Browser, refusalOf } from "../access/browser.fixture.ts";
import { makeDemoAccounts } from "../access/demo-accounts.ts";
import { type App, createApp } from "../app.ts";
import { TestHouse } from "../jobs/house.fixture.ts";
import { JobQueue } from "../jobs/queue.ts";
import { nationalPrincipal, type Scope } from "../store/principal.ts";

const OWN = "nine-green-bottles";
const nation: Scope = { all: true };

let at: TestHouse;
let app: App;
let demo: App;
let people = 0;

const serve = (extra: object = {}, options: object = {}) =>
  createApp(
    {
      ...{ house: at.house, config: at.config, token: "lock-token" },
      jobs: new JobQueue(new Map(), at.house, at.config),
      ...extra,
    },
    options,
  );

beforeAll(async () => {
  at = await TestHouse.open({ derive: false });
  app = await serve();
  demo = await serve({ demo: true });
});
afterAll(async () => {
  await Promise.all([app.close(), demo.close()]);
  await at.close();
});
beforeEach(() => {
  at.clock = null;
});

/** A new person with a password of its own. */
async function person(role = "supervisor", scope = nation) {
  const id = `person${++people}`;
  const oneTime = await makeAccount(at.house.access, nationalPrincipal, { id, name: "某某", role, scope });
  const browser = new Browser(app);
  await browser.signIn(id, oneTime);
  const answer = await browser.ask("PUT", "/api/session/password", { current: oneTime, next: OWN });
  expect(answer.statusCode).toBe(200);
  return { id, browser };
}

test("an unknown browser sees pages and the way in, and nothing else", async () => {
  const browser = new Browser(app);
  expect((await browser.ask("GET", "/api/session")).json()).toEqual({
    ...{ principal: null, permissions: [], csrf: null, mustChangePassword: false, idleMinutes: 30, endsAt: null },
    ...{ signIns: ["password"], demo: [] },
  });
  for (const url of ["/api/figures", "/api/findings", "/api/accounts", "/api/jobs", "/api/events", "/api/journal"]) {
    const answer = await browser.ask("GET", url);
    if (answer.statusCode !== 404) expect([url, ...refusalOf(answer)]).toEqual([url, 401, "access.sign_in"]);
  }
  expect(refusalOf(await browser.ask("DELETE", "/api/session"))).toEqual([401, "access.sign_in"]);
  expect((await browser.ask("GET", "/api/nothing")).statusCode).toBe(404);
});

test("a one-time password opens nothing but setting an own one; then the person works under name and role", async () => {
  const id = `person${++people}`;
  const asked = { id, name: "李四", role: "analyst", scope: nation };
  const oneTime = await makeAccount(at.house.access, nationalPrincipal, asked);
  const browser = new Browser(app);
  const first = await browser.signIn(id, oneTime);
  expect(first.json()).toMatchObject({
    ...{ principal: { id, name: "李四", role: "analyst", scope: { all: true } }, mustChangePassword: true },
    permissions: ["public", "own.account"],
  });
  expect(first.headers["set-cookie"]).toMatch(/^jiheng_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(refusalOf(await browser.ask("GET", "/api/jobs"))).toEqual([403, "access.change_password"]);
  const before = browser.cookie;
  const changed = await browser.ask("PUT", "/api/session/password", { current: oneTime, next: OWN });
  expect(changed.json()).toMatchObject({ mustChangePassword: false, principal: { id } });
  expect(browser.cookie).not.toBe(before);
  expect((await browser.ask("GET", "/api/jobs")).statusCode).toBe(200);
  expect(refusalOf(await browser.ask("GET", "/api/accounts"))).toEqual([403, "access.denied"]);
  expect(refusalOf(await new Browser(app).signIn(id, oneTime))).toEqual([401, "access.wrong_password"]);
  expect((await new Browser(app).signIn(` ${id.toUpperCase()} `, OWN)).statusCode).toBe(200);
});

test("a cookie replayed after the sign-out, one of another house and one that was there before the sign-in open nothing", async () => {
  const { id, browser } = await person();
  const replayed = browser.cookie;
  expect((await browser.ask("DELETE", "/api/session")).statusCode).toBe(204);
  expect(browser.cookie).toBe("");
  const thief = new Browser(app);
  for (const cookie of [replayed, `jiheng_session=${"A".repeat(43)}`, "jiheng_session=x", "jiheng_session="]) {
    thief.cookie = cookie;
    expect(refusalOf(await thief.ask("GET", "/api/jobs"))).toEqual([401, "access.sign_in"]);
  }
  // Fixation: what an attacker put into the browser before never becomes the session.
  const fixed = `jiheng_session=${"B".repeat(43)}`;
  const victim = new Browser(app);
  victim.cookie = fixed;
  await victim.signIn(id, OWN);
  expect(victim.cookie).not.toBe(fixed);
  thief.cookie = fixed;
  expect((await thief.ask("GET", "/api/jobs")).statusCode).toBe(401);
  // Signing in again ends the session that the browser had.
  const first = victim.cookie;
  await victim.signIn(id, OWN);
  thief.cookie = first;
  expect((await thief.ask("GET", "/api/jobs")).statusCode).toBe(401);
});

test("an act needs the word of its own session, fresh ones of others do not do", async () => {
  const { id, browser } = await person();
  const other = await person();
  const stale = browser.csrf;
  for (const csrf of ["", "x", other.browser.csrf]) {
    browser.csrf = csrf;
    expect(refusalOf(await browser.ask("DELETE", "/api/session"))).toEqual([403, "access.csrf"]);
  }
  await browser.signIn(id, OWN);
  const fresh = browser.csrf;
  browser.csrf = stale;
  expect(refusalOf(await browser.ask("DELETE", "/api/session"))).toEqual([403, "access.csrf"]);
  browser.csrf = fresh;
  expect((await browser.ask("GET", "/api/session")).json()).toMatchObject({ csrf: fresh, principal: { id } });
  expect((await browser.ask("DELETE", "/api/session")).statusCode).toBe(204);
});

test("a session ends after half an hour without a person, and after twelve hours in any case", async () => {
  const { browser } = await person();
  const begun = Date.now();
  const later = (minutes: number) => {
    at.clock = new Date(begun + minutes * 60_000);
  };
  for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
    later(minutes);
    expect((await browser.ask("GET", "/api/jobs")).statusCode).toBe(200);
  }
  later(12 * 60 + 1);
  expect((await browser.ask("GET", "/api/jobs")).statusCode).toBe(401);
  const idle = await person();
  const since = at.now().getTime();
  at.clock = new Date(since + 29 * 60_000);
  expect((await idle.browser.ask("GET", "/api/jobs", undefined, { "x-unattended": "yes" })).statusCode).toBe(200);
  at.clock = new Date(since + 31 * 60_000);
  expect((await idle.browser.ask("GET", "/api/jobs")).statusCode).toBe(401);
});

test("sessions outlive a restart, and neither they nor passwords stand anywhere in the clear", async () => {
  const { browser } = await person();
  const token = browser.cookie.split("=")[1]!;
  const { sessions, journal } = at.house.folder;
  const kept = `${await readFile(sessions, "utf8")}${await readFile(journal, "utf8")}`;
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(OWN);
  expect(kept).toMatch(/\$argon2id\$v=19\$m=64,t=2,p=1\$/);
  expect((await stat(sessions)).mode & 0o777).toBe(0o600);
  await Promise.all([app.close(), demo.close()]);
  await at.reopen();
  app = await serve();
  demo = await serve({ demo: true });
  const again = new Browser(app);
  again.cookie = browser.cookie;
  expect((await again.ask("GET", "/api/jobs")).statusCode).toBe(200);
});

test("whoever sees a strange session of his own ends all others", async () => {
  const { id, browser } = await person();
  const elsewhere = new Browser(app);
  await elsewhere.signIn(id, OWN);
  const { sessions } = (await browser.ask("GET", "/api/session/own")).json();
  expect(sessions.map(({ way, current }: { way: string; current: boolean }) => [way, current])).toEqual([
    ["password", true],
    ["password", false],
  ]);
  expect((await browser.ask("DELETE", "/api/session/others")).json()).toMatchObject({ principal: { id } });
  expect((await elsewhere.ask("GET", "/api/session/own")).statusCode).toBe(401);
  expect((await browser.ask("GET", "/api/session/own")).json().sessions).toHaveLength(1);
});

test("what somebody asked for and may not do is written down once, and answers are kept by no browser", async () => {
  const { id, browser } = await person("analyst");
  for (let n = 0; n < 3; n++) {
    const refused = await browser.ask("PATCH", "/api/accounts/chief", { disabled: true, reason: "x" });
    expect(refusalOf(refused)).toEqual([403, "access.denied"]);
    expect(refused.headers["cache-control"]).toBe("no-store");
  }
  const kept = (await readFile(at.house.folder.journal, "utf8"))
    .split("\n")
    .filter((line) => line.includes('"denied"'));
  expect(kept.map((line) => JSON.parse(line)).filter(({ actor }) => actor === id)).toMatchObject([
    { act: "session.refused", data: { permission: "accounts.write", route: "PATCH /api/accounts/:id" } },
  ]);
});

test("in the demo everybody is one click away, elsewhere nobody is", async () => {
  await makeDemoAccounts(at.house.access);
  await makeDemoAccounts(at.house.access); // once each
  const browser = new Browser(demo);
  const { signIns, demo: offered } = (await browser.ask("GET", "/api/session")).json();
  expect(signIns).toEqual(["demo", "password"]);
  expect(offered).toHaveLength(8);
  for (const { account, name, role, scope } of offered) {
    expect((await browser.signInAs(account)).json()).toMatchObject({ principal: { id: account, name, role, scope } });
  }
  expect(refusalOf(await browser.signInAs("person1"))).toEqual([404, "account.not_found"]);
  expect(refusalOf(await browser.signIn("demo-admin", "anything at all"))).toEqual([401, "access.wrong_password"]);
  expect(refusalOf(await new Browser(app).signInAs("demo-admin"))).toEqual([404, "access.no_such_way"]);
});

test("the machine's own user comes with the token of the lock file", async () => {
  const browser = new Browser(app);
  const asked = (token: string) => browser.ask("GET", "/api/session", undefined, { authorization: `Bearer ${token}` });
  expect((await asked("lock-token")).json()).toMatchObject({ principal: { id: "national" }, csrf: null });
  expect(refusalOf(await asked("another"))).toEqual([401, "access.sign_in"]);
});

test("only the addresses that were named lead here, and cookies of https stay on https", async () => {
  const { id } = await person();
  const named = await serve({ config: { ...at.config, origins: ["https://jiheng.example.cn"] } });
  const asked = (host: string, origin: string) =>
    new Browser(named).ask("POST", "/api/session", { account: id, password: OWN }, { host, origin });
  const secure = await asked("jiheng.example.cn", "https://jiheng.example.cn");
  expect(secure.headers["set-cookie"]).toMatch(/; Secure$/);
  expect((await asked("127.0.0.1:8720", "http://127.0.0.1:8720")).headers["set-cookie"]).not.toMatch(/Secure/);
  for (const [host, origin] of [
    ["jiheng.example.cn", "http://jiheng.example.cn"],
    ["jiheng.example.cn", "null"],
    ["jiheng.example.cn.evil.example", "https://jiheng.example.cn"],
    ["127.0.0.1:8720", "https://jiheng.example.cn"],
  ] as const)
    expect(refusalOf(await asked(host, origin))).toEqual([403, "access.cross_site"]);
  await named.close();
});
