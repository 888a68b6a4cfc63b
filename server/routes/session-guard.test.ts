import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeAccount, resetPassword } from "../access/accounts/administer.ts";
import { Browser, refusalOf } from "../access/browser.fixture.ts";
import { type App, createApp } from "../app.ts";
import { TestHouse } from "../jobs/house.fixture.ts";
import { JobQueue } from "../jobs/queue.ts";
import { verifyJournal } from "../journal/verify.ts";
import { nationalPrincipal } from "../store/principal.ts";

const OWN = "nine-green-bottles";
const MINUTE = 60_000;

let at: TestHouse;
let app: App;
let people = 0;

beforeAll(async () => {
  at = await TestHouse.open({ derive: false });
  app = await serve();
});
afterAll(async () => {
  await app.close();
  await at.close();
});
beforeEach(() => {
  at.clock = new Date();
});

const serve = (options: object = {}) =>
  createApp(
    {
      ...{ house: at.house, config: at.config, token: "t" },
      jobs: new JobQueue(new Map(), at.house, at.config),
    },
    options,
  );

const wait = (minutes: number) => {
  at.clock = new Date(at.now().getTime() + minutes * MINUTE);
};

async function person(): Promise<string> {
  const id = `guarded${++people}`;
  const asked = { id, name: "某某", role: "analyst", scope: { all: true } } as const;
  const oneTime = await makeAccount(at.house.access, nationalPrincipal, asked);
  const browser = new Browser(app);
  await browser.signIn(id, oneTime);
  await browser.ask("PUT", "/api/session/password", { current: oneTime, next: OWN });
  await browser.ask("DELETE", "/api/session");
  return id;
}

let offices = 0;
/** Everybody at an address of one's own. */
const elsewhere = () => `10.0.${offices >> 8}.${offices++ & 255}`;
const guess = (id: string, password: string, address = elsewhere()) => new Browser(app, address).signIn(id, password);

const journal = async () => {
  const entries: { act: string; data: Record<string, unknown> }[] = [];
  await verifyJournal(at.house.journal.file, ({ act, data }) => void entries.push({ act, data }));
  return entries;
};

test("ten wrong passwords lock an account, for longer each time; the right one does not help until then", async () => {
  const id = await person();
  const tenTimes = async () => {
    const codes: string[] = [];
    for (let n = 0; n < 10; n++) codes.push(refusalOf(await guess(id, `wrong ${n}`))[1]);
    return codes;
  };
  expect(await tenTimes()).toEqual([...Array(9).fill("access.wrong_password"), "access.locked"]);
  const locked = await guess(id, OWN);
  expect(refusalOf(locked)).toEqual([429, "access.locked"]);
  expect(Date.parse(locked.json().error.details.until) - at.now().getTime()).toBe(15 * MINUTE);
  wait(16);
  await tenTimes();
  wait(16);
  expect(refusalOf(await guess(id, OWN))).toEqual([429, "access.locked"]);
  wait(15);
  expect((await guess(id, OWN)).statusCode).toBe(200);
  const locks = (await journal()).filter(({ act, data }) => act === "account.locked" && data.account === id);
  expect(locks).toHaveLength(2);
});

test("a lock outlives a restart; an administrator's new password opens it", async () => {
  const id = await person();
  for (let n = 0; n < 10; n++) await guess(id, "wrong");
  await app.close();
  await at.reopen();
  app = await serve();
  expect(refusalOf(await guess(id, OWN))).toEqual([429, "access.locked"]);
  const oneTime = await resetPassword(at.house.access, nationalPrincipal, id, "锁定");
  expect((await guess(id, oneTime)).statusCode).toBe(200);
});

test("an account that does not exist is refused, and locked, like one that does", async () => {
  const id = await person();
  for (let n = 0; n < 12; n++) {
    const [known, unknown] = [await guess(id, "wrong"), await guess("no-such-person", "wrong")];
    expect(unknown.statusCode).toBe(known.statusCode);
    expect(unknown.json()).toEqual(known.json());
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(known.headers).sort());
  }
});

test("a thousand wrong passwords, many at once: nobody is let in, memory and journal stay bounded", async () => {
  const ids = [await person(), await person()];
  const before = (await journal()).length;
  const tries = Array.from({ length: 1000 }, (_, n) => n);
  const codes = new Map<string, number>();
  for (let from = 0; from < 1000; from += 50) {
    const answers = await Promise.all(
      tries
        .slice(from, from + 50)
        .map((n) => guess(n % 3 === 2 ? `made-up-${n}` : ids[n % 3]!, n % 7 === 0 ? OWN : `p${n}`, "10.9.9.9")),
    );
    for (const answer of answers) {
      const code = answer.statusCode === 200 ? "in" : refusalOf(answer)[1];
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  expect(codes.get("access.locked")).toBeGreaterThan(800);
  const written = (await journal()).slice(before).filter(({ act }) => act === "session.refused");
  expect(written.length).toBeLessThanOrEqual(200);
  wait(61);
  await guess("somebody", "wrong");
  const last = (await journal()).at(-1)!;
  expect(last).toMatchObject({ act: "session.refused", data: { account: null, unwritten: expect.any(Number) } });
}, 60_000);

test("one address that tries many accounts is turned away, others are not", async () => {
  const id = await person();
  for (let n = 0; n < 50; n++) await guess(`made-up-${n}`, "wrong", "10.8.8.8");
  expect(refusalOf(await guess(id, OWN, "10.8.8.8"))).toEqual([429, "access.locked"]);
  expect((await guess(id, OWN, "10.8.8.9")).statusCode).toBe(200);
  wait(16);
  expect((await guess(id, OWN, "10.8.8.8")).statusCode).toBe(200);
});

test("a sign-in sent twice, or twenty times at once, opens sessions and locks nobody out", async () => {
  const id = await person();
  const answers = await Promise.all(Array.from({ length: 20 }, () => guess(id, OWN)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(at.house.access.sessions.of(id).length).toBeLessThanOrEqual(20);
});

test("weak passwords are refused with the reason, and nothing changes", async () => {
  const id = await person();
  const browser = new Browser(app);
  await browser.signIn(id, OWN);
  for (const [next, variant] of [
    ["short-1", "short"],
    [`${id}-rules-here`, "account"],
    ["Password2026!", "common"],
    ["qwertyuiop123", "common"],
    ["1111111111", "common"],
    [OWN, "same"],
  ]) {
    const answer = await browser.ask("PUT", "/api/session/password", { current: OWN, next });
    expect([next, answer.statusCode, answer.json().error.details.variant]).toEqual([next, 422, variant]);
  }
  const wrong = await browser.ask("PUT", "/api/session/password", { current: "not it", next: "seven-brown-foxes" });
  expect(refusalOf(wrong)).toEqual([401, "access.wrong_password"]);
  expect((await guess(id, OWN)).statusCode).toBe(200);
});

test("huge, broken and strange bodies are refused before anything is looked up", async () => {
  const browser = new Browser(app);
  for (const body of [
    "x".repeat(5_000_000),
    '{"account":"a"',
    "[]",
    "null",
    '{"account":{"$ne":null},"password":"x"}',
    JSON.stringify({ account: "a".repeat(201), password: "x" }),
    JSON.stringify({ account: "a", password: "x".repeat(1001) }),
  ])
    expect(refusalOf(await browser.ask("POST", "/api/session", body))).toEqual([400, "request.invalid"]);
  const strange = await guess("a'; drop table account; --\u0000<script>", "x");
  expect(refusalOf(strange)).toEqual([401, "access.wrong_password"]);
  // Without a session a body is not read at all.
  const unread = await browser.ask("POST", "/api/accounts", "x".repeat(5_000_000));
  expect(refusalOf(unread)).toEqual([401, "access.sign_in"]);
});

test("a session, or an address without one, asks so many times a minute and no more", async () => {
  const few = await serve({ perMinute: 5 });
  const id = await person();
  const browser = new Browser(few, "10.7.7.7");
  for (let n = 0; n < 5; n++) expect((await browser.ask("GET", "/api/session")).statusCode).toBe(200);
  expect(refusalOf(await browser.ask("GET", "/api/session"))).toEqual([429, "access.too_many"]);
  const other = new Browser(few, "10.7.7.8");
  await other.signIn(id, OWN);
  for (let n = 0; n < 5; n++) expect((await other.ask("GET", "/api/jobs")).statusCode).toBe(200);
  expect(refusalOf(await other.ask("GET", "/api/jobs"))).toEqual([429, "access.too_many"]);
  wait(2);
  expect((await other.ask("GET", "/api/jobs")).statusCode).toBe(200);
  await few.close();
});
