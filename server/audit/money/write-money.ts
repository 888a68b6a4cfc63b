import type { DuckDBConnection } from "@duckdb/node-api";
import { chainWording, LONGEST_YEAR } from "../../settle/chain.ts";
import { claimsWording, forgetClaims, gatherClaims } from "../../settle/claims.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, sql } from "../../store/sql.ts";
import type { RuleFile } from "../rule/rule-schema.ts";
import { settleScenarios } from "./settle-scenarios.ts";
import { moneyWording, statement } from "./sql-files.ts";

/** What a rule says of the money of its findings. */
export type MoneyRule = Pick<RuleFile, "id" | "implicates" | "result">;

export interface MoneyOptions {
  signal: AbortSignal;
  /** Fills temp.settle_claim with the claims of temp.money_person, as S0 does, and gives what takes its other tables away. */
  gather?: (connection: DuckDBConnection) => Promise<() => Promise<void>>;
}

/** What counting did: person-years whose losses were settled again, and those that stood as they were. */
export interface MoneyCounted {
  settled: number;
  kept: number;
}

/** Temporary tables, in the order in which they are made. */
const steps = ["touched", "line", "year", "claim", "recorded", "method", "disallowed", "play", "cost"] as const;
const fileOf: Record<(typeof steps)[number], string> = {
  touched: "touched",
  line: "lines",
  year: "years",
  claim: "claims",
  recorded: "recorded",
  method: "methods",
  disallowed: "disallowed",
  play: "plays",
  cost: "costs",
};

/**
 * Counts what every finding costs the funds and writes `finding_cost` and `finding_money`, in the caller's transaction, after the findings. Losses that were counted
 * of the same findings over the same records stand as they are.
 * @param rules of all files that could be read. A finding of another rule is taken as it was counted last.
 * @throws store.interrupted
 */
export async function writeMoney(
  connection: DuckDBConnection,
  rules: readonly MoneyRule[],
  { signal, gather = gatherPersons }: MoneyOptions,
): Promise<MoneyCounted> {
  const make = (name: string, file = name, words: Record<string, string> = {}) =>
    execute(connection, sql`create or replace temp table ${ident(`money_${name}`)} as ${statement(file, words)}`);
  await stageRules(connection, rules);
  for (const step of steps) await make(step, fileOf[step], { longest: String(LONGEST_YEAR) });
  const counted = await tell(connection, make, gather);
  await settleScenarios(connection, signal);
  await writeLosses(connection, make);
  for (const table of [...steps, ...later]) await execute(connection, sql`drop table temp.${ident(`money_${table}`)}`);
  return counted;
}

const later = [...["rule", "year_claim", "basis", "scenario", "taken", "due", "loss", "entrant", "share"]] as const;
type Make = (name: string, file?: string, words?: Record<string, string>) => Promise<void>;

/** temp.money_rule: also of rules whose file cannot be read now, as their findings were counted last. */
async function stageRules(connection: DuckDBConnection, rules: readonly MoneyRule[]): Promise<void> {
  await execute(connection, "create or replace temp table money_rule (rule varchar, implicates varchar, kind varchar)");
  const rows = rules.map(
    ({ id, implicates, result }) =>
      sql`(${join([id, implicates, result === "violation" ? "violation" : "suspected"])})`,
  );
  if (rows.length > 0) await execute(connection, sql`insert into temp.money_rule values ${join(rows)}`);
  await execute(
    connection,
    `insert into temp.money_rule
      select rule, any_value(implicates), any_value(kind) from finding join finding_cost using (finding)
      where rule not in (select rule from temp.money_rule) group by rule`,
  );
}

/** Takes out of temp.money_disallowed and temp.money_play what was counted before and still stands; temp.money_year_claim holds the years to be settled. */
async function tell(
  connection: DuckDBConnection,
  make: Make,
  gather: NonNullable<MoneyOptions["gather"]>,
): Promise<MoneyCounted> {
  const run = (text: string) => execute(connection, text);
  const count = async (rows: string) =>
    (await new Reader(connection, UNLIMITED).one<{ n: number }>(raw(`select count(*) as n from ${rows}`))).n;
  await run(
    "create or replace temp table money_unit as select distinct standing, year_no from temp.money_play where not plain and standing is not null",
  );
  const units = await count("temp.money_unit");
  if (units === 0) {
    await run("create or replace temp table money_year_claim (year_no bigint, claim_id varchar)");
    await run("create or replace temp table money_basis (standing varchar, year_no bigint, basis varchar)");
    await run("drop table temp.money_unit");
    return { settled: 0, kept: 0 };
  }
  await run(
    "create or replace temp table money_person as select distinct person_id from temp.money_year semi join temp.money_unit using (year_no)",
  );
  const forget = await gather(connection);
  await run(
    `create or replace temp table money_year_claim as
      select year_no, settle_claim.* from settle_claim
      join (select claim_id, year_no from temp.money_claim semi join temp.money_unit using (year_no)) as claim using (claim_id)`,
  );
  await forget();
  await make("basis", "basis", { ground: `'${await groundOf(connection)}'` });
  await run("create or replace temp table money_kept as from temp.money_basis semi join finding_money using (basis)");
  for (const table of ["money_disallowed", "money_play"])
    await run(
      `delete from temp.${table} where (standing, year_no) in (select (standing, year_no) from temp.money_kept)`,
    );
  await run(
    "delete from temp.money_play where standing is null and year_no not in (select year_no from temp.money_play where standing is not null)",
  );
  const kept = await count("temp.money_kept");
  for (const table of ["money_kept", "money_person", "money_unit"]) await run(`drop table temp.${table}`);
  return { settled: units - kept, kept };
}

/** Whole persons, from the facts. */
async function gatherPersons(connection: DuckDBConnection): Promise<() => Promise<void>> {
  await gatherClaims(connection, "and claim.person_id in (select person_id from temp.money_person)");
  return () => forgetClaims(connection);
}

/** Fingerprint of how money is counted, and of the policies and charges that settled claims rest on. */
async function groundOf(connection: DuckDBConnection): Promise<string> {
  const { ground } = await new Reader(connection, UNLIMITED).one<{ ground: string }>(sql`
    select md5(concat_ws(' ', ${[chainWording(), claimsWording(), moneyWording()].join("\n")},
      (select sum(hash(piece)::hugeint) from resettled_under as piece where kind <> 'terms'))) as ground`);
  return ground;
}

async function writeLosses(connection: DuckDBConnection, make: Make): Promise<void> {
  const run = (text: string) => execute(connection, text);
  await run(
    `create or replace temp table money_loss (part varchar, standing varchar, unit varchar, finding varchar, claim_id varchar, fund varchar, own boolean,
      estimated boolean, loss decimal(16, 2))`,
  );
  for (const part of ["settled", "estimated", "difference"])
    await execute(
      connection,
      sql`insert into temp.money_loss by name select ${part} as part, * from (${statement(`${part}-losses`)})`,
    );
  await make("entrant", "entrants");
  await make("share", "shares");
  await run("delete from finding_money where basis is null or basis not in (select basis from temp.money_basis)");
  await run(
    `insert into finding_money by name
      select finding, claim_id, fund, own, estimated, alone, share, basis
      from temp.money_share as share
      left join (select 'settled' as part, standing, year_no::varchar as unit, basis from temp.money_basis) as basis using (part, standing, unit)
      order by finding, claim_id, fund`,
  );
  await run("delete from finding_cost");
  await execute(
    connection,
    sql`insert into finding_cost by name ${statement("told-costs")} order by finding, claim_id`,
  );
}
