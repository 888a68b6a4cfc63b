import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../../bench/proof.ts";
import { catalogueOf } from "../../settle/reference/catalogue-of.ts";
import { Dice } from "../../settle/years/dice.ts";
import { paidAsDue } from "../../settle/years/paid.ts";
import { randomCatalogue } from "../../settle/years/random-catalogue.ts";
import { randomTrials } from "../../settle/years/random-trials.ts";
import type { Trial } from "../../settle/years/trial.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { raw } from "../../store/sql.ts";
import { moneyInAll, moneyOf } from "./money-of.ts";
import { writeMoney } from "./write-money.ts";
import { fillHouse, gatherTrials, refillHouse } from "./years/house.ts";
import { type Accused, randomFindings, rules } from "./years/implicated.ts";

const { signal } = new AbortController();
const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const reader = new Reader(connection);
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});
const rowsOf = (on: DuckDBConnection, text: string) => new Reader(on).rows<Record<string, unknown>>(raw(text));

describe("what was counted before and still stands is not counted again", () => {
  const dice = new Dice(seededRandom(11));
  const catalogue = randomCatalogue(dice);
  const charges = catalogueOf(catalogue);
  const before = randomTrials(dice, 5, { years: 24, fewest: 2, longest: 2 }, catalogue).map((each) =>
    paidAsDue(each, charges),
  );
  const accused = before.map((trial): Accused => ({ trial, findings: randomFindings(dice, trial, null) }));
  const count = () => writeMoney(connection, rules, { signal, gather: gatherTrials });
  const stored = async () => ({
    money: await rowsOf(connection, "from finding_money order by all"),
    cost: await rowsOf(connection, "from finding_cost order by all"),
  });

  test("and the same comes of it", { timeout: 60_000 }, async () => {
    await fillHouse(connection, accused, catalogue);
    await count();
    const counted = await stored();

    const changed = accused.map((each, i) => (i % 4 === 0 ? otherwise(each, i) : each));
    await refillHouse(connection, changed, catalogue);
    const { kept, settled } = await count();
    expect(kept).toBeGreaterThan(0);
    expect(settled).toBeGreaterThan(0);
    const incremental = await stored();
    expect(incremental).not.toEqual(counted);
    await connection.run("delete from finding_money");
    await count();
    expect(await stored()).toEqual(incremental);
  });

  /** Other findings, another split of a line, another recorded amount, or one settlement less. */
  function otherwise({ trial, findings }: Accused, i: number): Accused {
    const [first, ...rest] = trial.person.settlements;
    const put = (settlements: Trial["person"]["settlements"]) => ({
      ...trial,
      person: { ...trial.person, settlements },
    });
    switch ((i / 4) % 4) {
      case 0:
        return { trial, findings: findings.slice(1) };
      case 1:
        return {
          trial: put([
            { ...first!, lines: first!.lines.map((line) => ({ ...line, hospital_approved: "0" })) },
            ...rest,
          ]),
          findings,
        };
      case 2:
        return { trial: put([{ ...first!, recorded: { ...first!.recorded, basic_fund: "0.01" } }, ...rest]), findings };
      default:
        return {
          trial: put(rest),
          findings: findings.filter(({ claims }) => !claims.has(first!.claim_id)),
        };
    }
  }
});

describe("claims that cannot be settled again", () => {
  const claims = [
    {
      claim_id: "C1",
      total_cost: "1000.00",
      basic_fund: "666.67",
      serious_illness_fund: "100.00",
      fund_total: "766.67",
    },
    { claim_id: "C2", total_cost: "300.00", basic_fund: "200.00", fund_total: "200.00" },
  ];
  const lines = [
    { claim_id: "C1", line_no: "1", amount: "100.00" },
    { claim_id: "C1", line_no: "2", amount: "50.01" },
  ];
  const key = (line_no: string) => `410100|H1|E1|${line_no}|insured`;

  beforeAll(async () => {
    const catalogue = { items: [], differences: [] };
    await fillHouse(connection, [], catalogue);
    await connection.run(
      "create or replace table finding_place (finding varchar, insured_province varchar, insured_city varchar, care_province varchar, care_city varchar)",
    );
    for (const row of claims) await insert("claim", row);
    for (const row of lines)
      await insert("line", {
        ...row,
        insured_area: "410100",
        institution_code: "H1",
        encounter_id: "E1",
        reporter: "insured",
      });
  });

  beforeEach(async () => {
    for (const table of ["finding", "finding_place", "finding_cost", "finding_money"])
      await connection.run(`delete from ${table}`);
  });

  const insert = (table: string, row: object) =>
    connection.run(
      `insert into ${table} by name select ${Object.entries(row)
        .map(
          ([name, value]) =>
            `${Array.isArray(value) ? `[${value.map((each) => `'${each}'`)}]::varchar[]` : `'${value}'`} as ${name}`,
        )
        .join(", ")}`,
    );
  const find = (finding: string, rule: string, claim: string[], named: string[] = [], other: object = {}) =>
    insert("finding", { finding, rule, state: "open", lead: "false", claims: claim, lines: named.map(key), ...other });
  const count = () => writeMoney(connection, rules, { signal, gather: gatherTrials });
  const told = async (...findings: string[]) => [...(await moneyOf(reader, nationalPrincipal, findings)).values()];

  test("are estimated by what the funds paid of their cost, each line once, violations before suspicions", async () => {
    await find("F1", "LINES", ["C1"], ["1", "2"]);
    await find("F2", "LINES", ["C1"], ["2"]);
    await find("F3", "CARD", ["C1"], ["1"]);
    await count();
    const [one, two, three] = await told("F1", "F2", "F3");
    // 150.01 of 1,000.00, of which 666.67 and 100.00 were paid.
    expect(one).toMatchObject({
      kind: "suspected",
      cost: "150.01",
      costShare: "25.01",
      loss: "115.01",
      estimated: "all",
    });
    expect(one!.byFund.map(({ fund, loss }) => [fund, loss])).toEqual([
      ["basic", "100.01"],
      ["serious_illness", "15.00"],
    ]);
    expect(two).toMatchObject({ cost: "50.01", costShare: "25.00", loss: "38.34" });
    expect(three).toMatchObject({ kind: "violation", cost: "100.00", costShare: "100.00", loss: "76.67" });
    const shares = [one, two, three].reduce((sum, each) => sum + Math.round(Number(each!.share) * 100), 0);
    expect(shares).toBe(11501);
    const all = await moneyInAll(reader, nationalPrincipal, raw("true"));
    expect(all).toEqual({
      violation: "100.00",
      suspected: "50.01",
      loss: "115.01",
      estimated: "115.01",
      later: "0.00",
    });
  });

  test("cost what was paid where all of one is implicated; one that is no longer there costs nothing", async () => {
    await find("F1", "CLAIM", ["C2", "GONE"]);
    await count();
    const [one] = await told("F1");
    expect(one).toMatchObject({ cost: "300.00", loss: "200.00", share: "200.00" });
    expect(one!.claims.map(({ claim, method, loss }) => [claim, method, loss])).toEqual([
      ["C2", "estimated", "200.00"],
      ["GONE", "none", "0.00"],
    ]);
  });

  test("leads and rules on trial take no share from suspicions; closed findings have no money", async () => {
    await find("F1", "CLAIM", ["C2"]);
    await find("F2", "CLAIM", ["C2"], [], { lead: "true" });
    await find("F3", "CLAIM", ["C2"], [], { state: "shadow" });
    await find("F4", "CLAIM", ["C2"], [], { state: "closed" });
    await count();
    expect((await told("F1", "F2", "F3", "F4")).map(({ finding, share }) => [finding, share])).toEqual([
      ["F1", "200.00"],
      ["F2", "200.00"],
      ["F3", "200.00"],
    ]);
    await connection.run("update finding set state = 'closed'");
    await count();
    expect(await told("F1", "F2")).toEqual([]);
  });

  test("keep what their rule implicates where its file cannot be read", async () => {
    await find("F1", "CLAIM", ["C2"]);
    await count();
    await writeMoney(connection, [], { signal, gather: gatherTrials });
    expect(await told("F1")).toMatchObject([{ loss: "200.00" }]);
  });

  test("are told to whom the finding is told", async () => {
    await find("F1", "CLAIM", ["C2"]);
    await insert("finding_place", { finding: "F1", insured_province: "410000", care_province: "110000" });
    await connection.run("update claim set insured_province = '410000' where claim_id = 'C2'");
    await count();
    const seenBy = async (province: string) =>
      (
        await moneyOf(reader, { ...nationalPrincipal, scope: { all: false, side: "either", provinces: [province] } }, [
          "F1",
        ])
      ).size;
    expect([await seenBy("410000"), await seenBy("310000")]).toEqual([1, 0]);
  });
});
