import { expect, test } from "vitest";
import { nationalPrincipal } from "../store/principal.ts";
import { answerHash, figureId, readFigureId, scopeHash } from "./figure-id.ts";
import { type FigureQuery, parseRequest } from "./request.ts";

const columns = { month: ["2021-03"], visits: [31012] };
const made = { batch: 7, rules: "abcdef0", principal: nationalPrincipal, columns };
const idOf = async (query: FigureQuery) => figureId(await parseRequest(query), made);

test.each<FigureQuery>([
  {},
  { measure: "visits,fund_ratio", by: "month", from: "2021-01", to: "2021-11", period: "discharge" },
  {
    measure: "visits",
    by: "pair",
    where: { care_scope: "cross_province", insured: "110100,410000" },
    order: "-visits",
    limit: 12,
  },
])("an id says what was asked: %o", async (query) => {
  const id = await idOf(query);
  expect(id).toMatch(/^[\w.-]+$/);
  const { query: read, ...rest } = readFigureId(id);
  expect(rest).toEqual({ batch: 7, rules: "abcdef0", scope: "all", answer: answerHash(columns) });
  expect(await parseRequest(read)).toEqual(await parseRequest(query));
});

test("the same question has the same id, however it was written", async () => {
  const one = await idOf({ measure: ["visits"], where: { insured: ["410000", "110000"] } });
  expect(await idOf({ measure: "visits,visits", where: { insured: "110000, 410000" } })).toBe(one);
  expect(await idOf({ measure: "visits", where: { insured: "110000" } })).not.toBe(one);
});

test("another scope is told apart", () => {
  const scope = { all: false, side: "insured", provinces: ["410000"] } as const;
  const own = scopeHash({ ...nationalPrincipal, scope });
  expect(own).toMatch(/^[0-9a-f]{8}$/);
  expect(scopeHash({ ...nationalPrincipal, scope: { ...scope, side: "care" } })).not.toBe(own);
});

test("an id that was cut, changed or made up is refused", async () => {
  const id = await idOf({ by: "month" });
  const swapped = id.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  for (const wrong of [id.slice(0, -1), swapped, `${id}.x`, "", "AAAA.12345678"]) {
    expect(() => readFigureId(wrong)).toThrow(expect.objectContaining({ code: "figure.bad_id" }));
  }
});
