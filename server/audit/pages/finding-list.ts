import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import type { FindingMoney } from "../money/finding-money.ts";
import { moneyOf } from "../money/money-of.ts";
import { type ListedFinding, listedColumns, type StoredFinding } from "../run/findings.ts";
import { reviewedFindings } from "../run/reviewed.ts";
import { scopedPlaces } from "../run/scoped-findings.ts";
import { conditionOf, type FindingFilter, findingFilter, type RulesOf } from "./finding-filter.ts";
import { lossOf, riskOf } from "./finding-risk.ts";
import { namesOf } from "./names.ts";
import { type RuleCards, ruleCards } from "./rule-card.ts";
import { codesIn, type Piece, type Shown, sentenceOf } from "./sentence.ts";

/** In which order a list stands; each is a key whose smallest comes first. */
const orders = {
  loss: (principal) => sql`-coalesce(${lossOf(principal)}, -1e12::decimal(18, 2))`,
  risk: (principal) => sql`-coalesce(${riskOf(principal)}, -1e12::decimal(18, 2))`,
  age: () => raw("first_run"),
  limitation: () => raw("epoch(act_end::timestamp)"),
  day: () => raw("-epoch(day::timestamp)"),
  oldest: () => raw("epoch(day::timestamp)"),
  rule: () => raw("rule"),
  claims: () => raw("-len(claims)"),
  newest: () => raw("-first_run"),
} as const satisfies Record<string, (principal: Principal) => Sql>;
export type Order = keyof typeof orders;

/** A list of findings as its address names it. */
export const listQuery = Type.Object({
  ...findingFilter.properties,
  order: Type.Enum(Object.keys(orders) as Order[], {
    default: "day",
    description:
      "largest fund loss or risk, first found, first barred by limitation, latest or oldest day first, by rule, most claims first, last found first",
  }),
});
export type ListQuery = Static<typeof listQuery> & FindingFilter;

/** A finding as a list shows it. */
export interface FindingInList extends Omit<ListedFinding, "shown" | "lines" | "subject" | "evidenceHash"> {
  /** The sentence of its first record, in both languages; empty where its rule has no file any more. */
  said: Record<"zh" | "en", Piece[]>;
  records: number;
  institution: string | null;
  /** Provinces that it speaks about. */
  insuredProvinces: string[];
  careProvinces: string[];
  /** Yuan, two decimals: cost, and the finding's part of the joint loss. Null where its rule implicates nothing. */
  money: Pick<FindingMoney, "kind" | "cost" | "share" | "estimated"> | null;
}

/** All findings of a list, with the key of its order as `place`. */
export function wantedFindings(principal: Principal, { order, ...filter }: ListQuery, { cards }: RuleCards): Sql {
  return sql`select *, ${orders[order](principal)} as place from ${reviewedFindings(principal)} as found where ${conditionOf(principal, filter, rulesIn(cards))}`;
}

/** One page of a list, how many there are, and how many more are put off that the list leaves out. */
export async function findingList(
  reader: Reader,
  principal: Principal,
  query: ListQuery,
  page: { limit: number; offset: number },
): Promise<{ findings: FindingInList[]; total: number; snoozed: number }> {
  const library = await ruleCards(reader.connection);
  const wanted = wantedFindings(principal, query, library);
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from (${wanted})`);
  const putOff = wantedFindings(principal, { ...query, snoozed: "yes" }, library);
  const { n } =
    (query.snoozed ?? "no") === "no"
      ? await reader.one<{ n: number }>(sql`select count(*) as n from (${putOff})`)
      : { n: 0 };
  const ids = await reader.rows<{ finding: string }>(
    sql`select finding from (${wanted}) order by ${inOrder} limit ${page.limit} offset ${page.offset}`,
  );
  const findings = await findingRows(
    reader,
    principal,
    ids.map(({ finding }) => finding),
  );
  return { findings, total, snoozed: n };
}

/** How the findings of a list follow each other: `place`, then what tells them apart. */
const inOrder = raw("place nulls last, rule, finding");

/** A list is told to the end up to here. */
export const MOST_IDS = 100_000;

/** The ids of a list in its order, at most `MOST_IDS`, and how many there are. */
export async function findingIds(
  reader: Reader,
  principal: Principal,
  query: ListQuery,
): Promise<{ ids: string[]; total: number }> {
  const wanted = wantedFindings(principal, query, await ruleCards(reader.connection));
  // One text is moved to here in a tenth of the time of as many values.
  const { ids, total } = await reader.one<{ ids: string | null; total: number }>(sql`
    select string_agg(finding, ',' order by ${inOrder}) as ids, any_value(total) as total
    from (select finding, rule, place, count(*) over () as total from (${wanted}) order by ${inOrder} limit ${MOST_IDS})`);
  return { ids: ids?.split(",") ?? [], total: total ?? 0 };
}

/** Findings as a list shows them, in the order of their ids; those that the principal may not see are left out as if there were none. */
export async function findingRows(
  reader: Reader,
  principal: Principal,
  ids: readonly string[],
): Promise<FindingInList[]> {
  if (ids.length === 0) return [];
  const rows = await reader.rows<StoredFinding>(sql`select ${listedColumns} from ${reviewedFindings(principal, ids)}`);
  const placeOf = new Map(ids.map((id, i) => [id, i]));
  rows.sort((a, b) => placeOf.get(a.finding)! - placeOf.get(b.finding)!);
  return told(reader, principal, rows, await ruleCards(reader.connection));
}

async function told(
  reader: Reader,
  principal: Principal,
  rows: StoredFinding[],
  { cards }: RuleCards,
): Promise<FindingInList[]> {
  if (rows.length === 0) return [];
  const read = rows.map((row) => ({ ...row, shown: row.shown.map((text): Shown => JSON.parse(text)) }));
  const codes = codesIn(cards, read);
  for (const { institutionCode } of read) if (institutionCode) codes.institutions.add(institutionCode);
  const names = await namesOf(reader, codes);
  const places = await reader.rows<{ finding: string; insured: string[] | null; care: string[] | null }>(
    sql`select finding, list(distinct insured_province order by insured_province) as insured, list(distinct care_province order by care_province) as care
        from ${scopedPlaces(principal)} as place where finding in (${join(rows.map(({ finding }) => finding))}) group by finding`,
  );
  const money = await moneyOf(
    reader,
    principal,
    read.map(({ finding }) => finding),
  );
  const placeOf = new Map(places.map((place) => [place.finding, place]));
  return read.map(({ shown, lines: _, subject: __, evidenceHash: ___, ...finding }) => {
    const card = cards.get(finding.rule);
    const place = placeOf.get(finding.finding);
    const cost = money.get(finding.finding);
    return {
      ...finding,
      personId: finding.personId?.slice(0, 8) ?? null,
      said: card ? sentenceOf(card, shown[0] ?? {}, names) : { zh: [], en: [] },
      records: shown.length,
      institution: names.institutions.get(finding.institutionCode ?? "") ?? null,
      insuredProvinces: present(place?.insured),
      careProvinces: present(place?.care),
      money: cost ? { kind: cost.kind, cost: cost.cost, share: cost.share, estimated: cost.estimated } : null,
    };
  });
}

const present = (codes: readonly (string | null)[] | null | undefined): string[] =>
  (codes ?? []).filter((code) => code !== null);

/** Where a finding stands in a list, and which stand before and after it; null where it is not in the list. */
export interface Neighbours {
  position: number;
  total: number;
  previous: string | null;
  next: string | null;
}

export async function neighboursOf(
  reader: Reader,
  principal: Principal,
  query: ListQuery,
  finding: string,
): Promise<Neighbours | null> {
  const wanted = wantedFindings(principal, query, await ruleCards(reader.connection));
  const [found] = await reader.rows<Neighbours>(
    sql`with spot as (
          select finding, row_number() over running as position, count(*) over () as total,
            lag(finding) over running as previous, lead(finding) over running as next
          from (${wanted}) window running as (order by ${inOrder})
        )
        select position, total, previous, next from spot where finding = ${finding}`,
  );
  return found ?? null;
}

/** How many findings there are by rule, province, institution or month; all conditions count but the one on what is counted by. */
export const countings = {
  rule: { columns: "rule", without: "rule" },
  category: { columns: "rule", without: "category" },
  review: { columns: "review", without: "review" },
  stage: { columns: "stage", without: "stage" },
  state: { columns: "state", without: null },
  institution: { columns: "institution_code as institution", without: "institution" },
  month: { columns: "strftime(day, '%Y-%m') as month", without: null },
} as const;
export type Counting = keyof typeof countings;

export interface Counted {
  key: string | null;
  findings: number;
  leads: number;
  /** Without a word of a person on the evidence that stands. */
  waiting: number;
}

export async function countFindings(
  reader: Reader,
  principal: Principal,
  filter: FindingFilter,
  by: Counting,
): Promise<Counted[]> {
  const { cards } = await ruleCards(reader.connection);
  const { columns, without } = countings[by];
  const kept: FindingFilter = { ...filter };
  if (without !== null) delete kept[without];
  const rows = await reader.rows<Counted>(
    sql`select ${raw(columns.replace(/ as \w+$/, ""))} as key, count(*) as findings, count(*) filter (lead) as leads,
          count(*) filter (review in ('none', 'reopened')) as waiting
        from ${reviewedFindings(principal)} as found where ${conditionOf(principal, kept, rulesIn(cards))} group by key order by findings desc, key limit 500`,
  );
  return by === "category" ? byCategory(rows, cards) : rows;
}

function byCategory(rows: readonly Counted[], cards: RuleCards["cards"]): Counted[] {
  const found = new Map<string | null, Counted>();
  for (const { key, findings, leads, waiting } of rows) {
    const category = cards.get(key ?? "")?.category.id ?? null;
    const so = found.get(category) ?? { key: category, findings: 0, leads: 0, waiting: 0 };
    found.set(category, {
      key: category,
      findings: so.findings + findings,
      leads: so.leads + leads,
      waiting: so.waiting + waiting,
    });
  }
  return [...found.values()].sort((a, b) => b.findings - a.findings);
}

const rulesIn =
  (cards: RuleCards["cards"]): RulesOf =>
  (what, value) =>
    [...cards.values()].flatMap(({ id, category, responsible }) =>
      (what === "category" ? category.id : responsible) === value ? [id] : [],
    );

/** @throws finding.not_found where there is none, or it is another province's */
export async function seenFinding(reader: Reader, principal: Principal, finding: string): Promise<StoredFinding> {
  const [row] = await reader.rows<StoredFinding>(
    sql`select ${listedColumns} from ${reviewedFindings(principal, [finding])}`,
  );
  if (!row) throw fail("finding.not_found", { finding });
  return row;
}
