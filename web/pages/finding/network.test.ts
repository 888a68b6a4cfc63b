import { expect, test } from "vitest";
import type { FindingClaim } from "../../lib/findings.ts";
import { gaugeOf } from "./gauge.ts";
import { networkOf, reads } from "./network.ts";

const claim = (person: string, institution_code: string, day: string): FindingClaim => ({
  claim_id: `${person}${institution_code}${day}`,
  settlement_id: "S",
  person,
  begin: day,
  end: null,
  settled_at: `${day}T10:00:00`,
  institution_code,
  institution: `院${institution_code}`,
  insured_city: "410100",
  insured_province: "410000",
  care_city: "110000",
  care_province: "110000",
  care_group: "outpatient",
  total_cost: "100.00",
  fund_total: "60.00",
  own: true,
});
const claims = [
  claim("b", "H1", "2021-03-02"),
  claim("a", "H1", "2021-03-01"),
  claim("c", "H2", "2021-03-01"),
  claim("b", "H1", "2021-03-01"),
  claim("a", "H1", "2021-03-01"),
];

test("persons stand beside what they are joined to, days go down in time, whatever the order of the claims", () => {
  const network = networkOf(claims);
  expect(network.meetings.map(({ id, count }) => [id, count])).toEqual([
    ["2021-03-01 H1", 3],
    ["2021-03-01 H2", 1],
    ["2021-03-02 H1", 1],
  ]);
  expect(network.persons.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(network.edges.map(({ person, meeting, claims }) => [person.id, meeting.at, claims.length]).sort()).toEqual([
    ["a", 0, 2],
    ["b", 0, 1],
    ["b", 2, 1],
    ["c", 1, 1],
  ]);
  expect(network.institutions.map(({ code, count }) => [code, count])).toEqual([
    ["H1", 4],
    ["H2", 1],
  ]);
  expect(networkOf(claims.toReversed()).persons).toEqual(network.persons);
});

test("many persons read as a matrix", () => {
  const many = Array.from({ length: 13 }, (_, i) => claim(`p${i}`, "H1", "2021-03-01"));
  expect(reads(networkOf(many))).toBe("matrix");
  expect(reads(networkOf(many.slice(1)))).toBe("graph");
  expect(networkOf([]).persons).toEqual([]);
});

test.each([
  [
    { value: "5", limit: "1", operator: ">=" },
    { value: 0.893, limit: 0.179, breaks: true },
  ],
  [
    { value: "1", limit: "1", operator: ">=" },
    { value: 0.893, limit: 0.893, breaks: true },
  ],
  [
    { value: "1", limit: "1", operator: ">" },
    { value: 0.893, limit: 0.893, breaks: false },
  ],
  [
    { value: "-20.00", limit: "10", operator: ">=" },
    { value: 0.893, limit: 0.446, breaks: true },
  ],
  [
    { value: "2", limit: "3", operator: "<" },
    { value: 0.595, limit: 0.893, breaks: true },
  ],
] as const)("%j is drawn as %j", (held, drawn) => {
  const gauge = gaugeOf(held)!;
  expect([gauge.value, gauge.limit].map((part) => Number(part.toFixed(3)))).toEqual([drawn.value, drawn.limit]);
  expect(gauge.breaks).toBe(drawn.breaks);
});

test.each([
  { value: "2021-03-01", limit: "1", operator: ">" },
  { value: "0", limit: "0", operator: ">" },
  { value: "5", limit: null, operator: null },
] as const)("%j has no picture", (held) => {
  expect(gaugeOf(held)).toBeNull();
});
