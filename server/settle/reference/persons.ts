import { loadDictionary } from "../../store/dictionary.ts";
import type { Reader } from "../../store/reader.ts";
import { join, literal, raw, type Sql, sql } from "../../store/sql.ts";
import type { Person } from "../reference.ts";
import type { Line, Opening, Settlement } from "./records.ts";

/** A row of a house as text cells. */
type Cells = Record<string, string | null>;

/**
 * Persons of a house as the oracle takes them: read from claims, lines, filings and balances in a way of its own, so that what the chain takes for a claim's
 * standing is held against another reading. By person_id; those of whom something is not fit to be settled at all are left out.
 */
export async function readPersons(reader: Reader, ids: readonly string[]): Promise<Map<string, Person>> {
  const wanted = join(ids.map((id) => literal(id)));
  const text = (columns: string) => raw(`select columns(lambda name: name in (${quoted(columns)}))::varchar`);
  const claims = await reader.rows<Cells>(
    sql`${text(claimColumns)} from claim where person_id in (${wanted}) and route in ('direct', 'manual')`,
  );
  const ofPersons = (table: string): Sql =>
    raw(
      `${table} semi join (select insured_area, person_no from claim where person_id in (${wanted.text})) as person using (insured_area, person_no)`,
    );
  const lines = await reader.rows<Cells>(sql`${text(lineColumns)} from line where person_id in (${wanted})`);
  const filings = await reader.rows<Cells>(
    sql`${text(filingColumns)} from ${ofPersons("filing")} where batch_to is null`,
  );
  const balances = await reader.rows<Cells>(
    sql`${text(balanceColumns)} from ${ofPersons("accumulator")} where batch_to is null`,
  );
  const linesOf = Map.groupBy(lines, ({ claim_id }) => claim_id);
  return new Map(
    [...Map.groupBy(claims, ({ person_id }) => person_id!)].flatMap(([id, own]) => {
      if (!own.every(isFit)) return [];
      const settlements = own.map((claim) =>
        settlementOf(
          claim,
          (linesOf.get(claim.claim_id!) ?? []).map(lineOf),
          filings.filter((each) => isOf(claim, each)),
        ),
      );
      const openings = balances.flatMap((each) => {
        const claim = own.find((claim) => isOf(claim, each));
        return claim ? [openingOf(each, claim.insured_city!)] : [];
      });
      return [[id, { settlements, openings }]];
    }),
  );
}

const money =
  "total_cost full_self_pay over_limit first_pay in_scope deductible_paid basic_fund serious_illness_fund large_amount_fund civil_servant_fund medical_aid_fund enterprise_fund disability_fund other_fund hospital_share fund_total";
const claimColumns = `claim_id person_id person_state person_no insured_area insured_city insured_province care_province care_scope scheme care_group route settled_at visit_id visit_begin visit_end counts_admission institution_code tier person_type filing_class filing_id disease_code special_person_type civil_servant ${money}`;
const lineColumns =
  "claim_id item_code day quantity price amount hospital_approved full_self_pay over_limit first_pay in_scope";
const filingColumns =
  "insured_area person_no category memo begin_date end_date created_at handled_at updated_at valid returned";
const balanceColumns =
  "insured_area person_no scheme benefit_year as_of admissions in_scope deductible_paid basic_fund serious_illness_fund large_amount_fund civil_servant_fund medical_aid_fund";
const quoted = (names: string) =>
  names
    .split(" ")
    .map((name) => `'${name}'`)
    .join(", ");

/** Whoever is mixed up with others, or has care that no policy speaks of, or no amounts, has no year that the oracle could settle. */
function isFit(claim: Cells): boolean {
  const yuan = (name: string) => Number(claim[name]);
  return (
    ["310", "390"].includes(claim.scheme!) &&
    ["inpatient", "outpatient", "chronic", "pharmacy"].includes(claim.care_group!) &&
    ["certified", "local"].includes(claim.person_state!) &&
    claim.care_scope !== "unknown" &&
    ["total_cost", "in_scope", "basic_fund", "fund_total"].every((name) => claim[name] !== null) &&
    yuan("total_cost") > 0 &&
    yuan("in_scope") >= 0 &&
    yuan("in_scope") <= yuan("total_cost")
  );
}

const isOf = (claim: Cells, { insured_area, person_no }: Cells) =>
  claim.insured_area === insured_area && claim.person_no === person_no;

function settlementOf(claim: Cells, lines: Line[], filings: readonly Cells[]): Settlement {
  const yuan = (name: string) => claim[name] ?? "0";
  const others = ["enterprise_fund", "disability_fund", "other_fund"].reduce(
    (sum, name) => sum + Number(yuan(name)),
    0,
  );
  const tier = claim.care_group === "pharmacy" && claim.tier === "unknown" ? "0" : claim.tier;
  const kept = claim as unknown as Settlement;
  return {
    ...kept,
    settled_at: claim.settled_at!.slice(0, 19),
    encounter: claim.visit_id!,
    counts_admission: claim.counts_admission === "true",
    tier: ["3", "2", "1", "0"].includes(tier!) ? (tier as Settlement["tier"]) : null,
    person_group: groupOf("psn_type", claim.person_type) as Settlement["person_group"],
    aid_class: groupOf("sp_psn_type", claim.special_person_type),
    civil_servant: claim.civil_servant === "1",
    emergency_flag_only: claim.filing_id === null,
    long_term_filing: filings.some((filing) => isLongTerm(filing) && covers(filing, claim)),
    lines,
    recorded: {
      ...(Object.fromEntries(money.split(" ").map((name) => [name, yuan(name)])) as unknown as Settlement["recorded"]),
      other_funds: others.toFixed(2),
    },
  };
}

const groupOf = (table: string, code: string | null | undefined): string | null =>
  loadDictionary()
    .codeTable(table)
    .values.get(code ?? "")?.group ?? null;

/** Domain note §1.10: code 07 with a memo that begins with 12 is somebody who lives there. */
function isLongTerm({ category, memo }: Cells): boolean {
  const named =
    loadDictionary()
      .codeTable("rloc_rea")
      .values.get(category ?? "")?.class ?? category;
  return named?.startsWith("LT_") || (category === "07" && (memo?.startsWith("12") ?? false));
}

/** In force on the day of admission, made before the settlement, and not taken back before it. */
function covers(filing: Cells, claim: Cells): boolean {
  const { begin_date, end_date, created_at } = filing;
  const day = claim.visit_begin ?? claim.settled_at!.slice(0, 10);
  const known = created_at === null || created_at! <= claim.settled_at!;
  return known && stood(filing, claim.settled_at!) && begin_date! <= day && day <= (end_date ?? "9999-12-31");
}

/** Whoever takes a filing back handles it, after it was made; where no handling is told, its last update was that. */
function stood({ created_at, handled_at, updated_at, valid, returned }: Cells, settledAt: string): boolean {
  if (valid !== "0" && returned !== "1") return true;
  const handled = created_at && handled_at && handled_at > created_at ? handled_at : null;
  const until = handled ?? updated_at;
  return until !== null && until !== undefined && until > settledAt;
}

const lineOf = (line: Cells): Line => ({
  ...(line as unknown as Line),
  ...Object.fromEntries(
    ["quantity", "price", "amount", "full_self_pay", "over_limit", "first_pay", "in_scope"].map((name) => [
      name,
      line[name] ?? "0",
    ]),
  ),
});

const openingOf = (balance: Cells, insured_city: string): Opening => ({
  ...(Object.fromEntries(Object.entries(balance).map(([name, cell]) => [name, cell ?? "0"])) as unknown as Opening),
  insured_city,
  admissions: Number(balance.admissions ?? 0),
});
