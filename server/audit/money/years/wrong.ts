import type { DuckDBConnection } from "@duckdb/node-api";
import { Rational, total } from "../../../settle/reference/rational.ts";
import type { CatalogueOf } from "../../../settle/reference/records.ts";
import { Reader, UNLIMITED } from "../../../store/reader.ts";
import { raw } from "../../../store/sql.ts";
import { cell, costTaken, type Expected, expectedLosses } from "./expected.ts";
import type { Accused, Implicated } from "./implicated.ts";

interface Counted {
  finding: string;
  claim_id: string;
  fund: string;
  alone: string;
  share: string;
}

/** What the oracle makes of each year, by the trial's name. */
export const expectedOf = (accused: readonly Accused[], charges: CatalogueOf): Map<string, Expected> =>
  new Map(accused.map((each) => [each.trial.name, expectedLosses(each, charges)]));

/** What `finding_money` and `finding_cost` say otherwise than the oracle, in words. */
export async function fundLossWrong(
  connection: DuckDBConnection,
  accused: readonly Accused[],
  expected: ReadonlyMap<string, Expected>,
): Promise<string[]> {
  const reader = new Reader(connection, UNLIMITED);
  const money = await reader.rows<Counted>(
    raw("select finding, claim_id, fund, alone::varchar as alone, share::varchar as share from finding_money"),
  );
  const costs = await reader.rows<{ finding: string; claim_id: string; share: string }>(
    raw("select finding, claim_id, cost_share::varchar as share from finding_cost"),
  );
  const moneyOf = Map.groupBy(money, ({ finding }) => finding);
  const costsOf = Map.groupBy(costs, ({ finding }) => finding);
  return accused.flatMap((each) => {
    const { alone, joint } = expected.get(each.trial.name)!;
    const byStanding = Map.groupBy(each.findings, ({ standing }) => standing);
    return [
      ...each.findings.flatMap(({ finding }) => {
        const told = new Map((moneyOf.get(finding) ?? []).map((row) => [cell(row.claim_id, row.fund), row.alone]));
        return apart(`${finding} alone`, alone.get(finding)!, told);
      }),
      ...[...byStanding].flatMap(([standing, findings]) => [
        ...apart(`${each.trial.name} ${standing}`, joint.get(standing)!, sharesOf(findings, moneyOf)),
        ...apart(`${each.trial.name} ${standing} cost`, costTaken(each, standing), costSharesOf(findings, costsOf)),
      ]),
    ];
  });
}

type Amounts = ReadonlyMap<string, string>;

function apart(what: string, expected: ReadonlyMap<string, Rational>, told: Amounts): string[] {
  return [...new Set([...expected.keys(), ...told.keys()])].flatMap((key) => {
    const [due, got] = [String(expected.get(key) ?? "0.00"), told.get(key) ?? "0.00"];
    return due === got ? [] : [`${what}, ${key}: ${due} by the oracle, ${got} counted`];
  });
}

const sharesOf = (findings: readonly Implicated[], money: ReadonlyMap<string, Counted[]>) =>
  added(
    findings.flatMap(({ finding }) => money.get(finding) ?? []).map((row) => [cell(row.claim_id, row.fund), row.share]),
  );

const costSharesOf = (
  findings: readonly Implicated[],
  costs: ReadonlyMap<string, { claim_id: string; share: string }[]>,
) => added(findings.flatMap(({ finding }) => costs.get(finding) ?? []).map(({ claim_id, share }) => [claim_id, share]));

function added(rows: readonly [key: string, yuan: string][]): Amounts {
  return new Map(
    [...Map.groupBy(rows, ([key]) => key)].map(([key, all]) => [
      key,
      String(total(all.map(([, yuan]) => Rational.of(yuan)))),
    ]),
  );
}
