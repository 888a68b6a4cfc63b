import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../../app.ts";
import { TestHouse } from "../../jobs/house.fixture.ts";
import { JobQueue } from "../../jobs/queue.ts";
import { nationalPrincipal, type Principal, type Scope } from "../../store/principal.ts";
import { ask } from "./asking.ts";
import { foreignMarks, type Mark, marksIn } from "./marks.ts";
import { nobody } from "./names.ts";
import { loadQuestions } from "./question.ts";
import { holds, viewers } from "./viewer.ts";

let home: TestHouse;
let app: App;
let who: Principal = nationalPrincipal;
beforeAll(async () => {
  home = await TestHouse.open();
  const { house, config } = home;
  const jobs = new JobQueue(new Map(), house, config);
  app = await createApp({ house, jobs, config, token: "t" }, { as: () => who, perMinute: 1e9 });
});
afterAll(async () => {
  await app.close();
  await home.close();
});

test("every route is asked by the matrix of leaks, or left out with a reason; none is asked that is not there", async () => {
  const { questions, without } = await loadQuestions();
  const known = [...new Set([...questions.map(({ route }) => route), ...Object.keys(without)])].sort();
  const { paths = {} } = app.swagger() as { paths?: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(known).toEqual(described.sort());
});

test("who may do nothing is told nothing; what is the nation's is refused to a city", async () => {
  const { questions } = await loadQuestions();
  const city = viewers(true).find(({ label }) => label === "city of Zhengzhou")!.principal;
  who = { ...city, permissions: new Set(["public" as const]) };
  for (const question of questions) {
    const { status, error } = await ask(app, question, nobody, home.root);
    const denied = [status, error?.code].join(" ") === "403 access.denied";
    if (question.route !== "GET /api/session") expect([question.route, denied]).toEqual([question.route, true]);
  }
  who = { ...city, permissions: nationalPrincipal.permissions };
  for (const question of questions.filter(({ nation }) => nation)) {
    const { error } = await ask(app, question, nobody, home.root);
    expect([question.route, error?.code]).toEqual([question.route, "access.nation_only"]);
  }
});

const place = { insuredProvince: "410000", insuredCity: "410100", careProvince: "310000", careCity: "310000" };
test.each<[Scope, boolean]>([
  [{ all: true }, true],
  [{ all: false, side: "either", provinces: ["310000"] }, true],
  [{ all: false, side: "insured", provinces: ["310000"] }, false],
  [{ all: false, side: "care", provinces: [], cities: ["410100"] }, false],
  [{ all: false, side: "insured", provinces: [], cities: ["410100"] }, true],
  [{ all: false, side: "either", provinces: [] }, false],
])("the matrix reads %j by itself", (scope, seen) => {
  expect(holds(scope, place)).toBe(seen);
  const mark: Mark = { what: "amount", text: "1717.01", places: [place] };
  expect(foreignMarks([mark], scope)).toEqual(seen ? [] : [mark]);
});

test("a mark is found where it stands, an amount only as a whole number", () => {
  const mark = (what: string, text: string): Mark => ({ what, text, places: [] });
  expect(marksIn('{"a":"1717.01"}', [mark("amount", "1717.01"), mark("claim", "C1")])).toHaveLength(1);
  expect(marksIn('{"a":"21717.01","b":"1717.011"}', [mark("amount", "1717.01")])).toEqual([]);
  expect(marksIn("x C1,", [mark("claim", "C1")])).toHaveLength(1);
});
