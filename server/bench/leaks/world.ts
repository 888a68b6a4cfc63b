import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ruleSources } from "../../audit/rule/rule-sources.ts";
import { runAudit, STATEMENT_LIMIT_MS } from "../../audit/run/audit.ts";
import { catchUp } from "../../jobs/after-load.ts";
import type { House } from "../../jobs/house.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import { type Sample, toCsv } from "../sample.ts";
import { type Mark, marksOf } from "./marks.ts";
import { plantedFilings, plantedInstitutions, plantedRecords } from "./plants.ts";
import type { Place } from "./viewer.ts";

/** A planted claim as it stands in the house. */
export interface KnownClaim extends Place {
  claim: string;
  settlement: string;
  encounter: string;
  person: string;
  institution: string;
  filing: string | null;
  total: string;
  area: string;
}

export interface KnownFinding {
  finding: string;
  rule: string;
  evidenceHash: string;
  responsible: string;
  claims: KnownClaim[];
}

/** A house of planted records over four cities, audited, with what it holds read past every scope. */
export interface World {
  house: House;
  claims: KnownClaim[];
  findings: KnownFinding[];
  marks: Mark[];
}

/** A pair over provinces, and rules that speak of one claim each: of institutions, of insured agencies, of records. */
const RULES = ["XR-01", "XR-11", "RS-ID", "RS-RATIO", "RS-DEDC"];

export async function plantWorld(house: House, root: string): Promise<World> {
  const planted = plantedRecords();
  await load(house, root, "fixmedins_b.csv", plantedInstitutions(planted));
  await load(house, root, "out_appy_d.csv", plantedFilings(planted));
  await load(house, root, "setl_d.csv", [
    ...planted.map(({ record }) => record),
    { ...planted[0]!.record, setl_id: "ZREJECTED", medfee_sumamt: "ZNOMONEY" },
  ]);
  await catchUp(house.database);
  const sources = ruleSources().filter(({ file }) => RULES.some((id) => file.endsWith(`/${id}.yaml`)));
  await house.database.bulk((connection) =>
    runAudit(connection, {
      ...{ actor: "proof", sources, full: true, signal: new AbortController().signal, limitMs: STATEMENT_LIMIT_MS },
      ...{ now: () => new Date(), clock: () => performance.now(), onStep: () => {} },
    }),
  );
  const claims = await rows<KnownClaim>(
    house,
    sql`select claim_id as claim, settlement_id as settlement, encounter_id as encounter, person_id::varchar as person, institution_code as institution,
          filing_id as filing, total_cost::varchar as total, insured_area as area, insured_province as "insuredProvince",
          insured_city as "insuredCity", care_province as "careProvince", care_city as "careCity"
        from claim order by claim_id`,
  );
  const found = await rows<Omit<KnownFinding, "claims" | "responsible"> & { claims: string[] }>(
    house,
    sql`select finding, rule, evidence_hash as "evidenceHash", claims from finding where state = 'open' order by rule, finding`,
  );
  const byId = new Map(claims.map((claim) => [claim.claim, claim]));
  const responsible = new Map(
    sources.map(({ file, text }) => [path.basename(file, ".yaml"), /^responsible: (.*)$/m.exec(text)?.[1] ?? ""]),
  );
  const findings = found.map((each) => ({
    ...each,
    responsible: responsible.get(each.rule) ?? "",
    claims: each.claims.map((id) => byId.get(id)!),
  }));
  return { house, claims, findings, marks: marksOf(planted, claims, findings) };
}

async function load(house: House, root: string, name: string, records: readonly Sample[]): Promise<void> {
  const file = path.join(root, name);
  await writeFile(file, toCsv(records));
  await house.intake.load({ input: file, source: name, reporter: "unknown", actor: "proof" });
  await rm(file);
}

function rows<T>(
  house: House,
  statement: Parameters<Parameters<Parameters<House["database"]["read"]>[1]>[0]["rows"]>[0],
) {
  return house.database.read(nationalPrincipal, (reader) => reader.rows<T>(statement));
}
