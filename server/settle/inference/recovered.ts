import type { PolicyVersion, Scheme } from "../../../datasets/policies/policy-schema.ts";
import { type Term, versionTerms } from "../policies/version-terms.ts";
import type { Evidence } from "./evidence.ts";

/** A row of a known policy: what it fixes, how many settlements are behind it, and whether a proposal says the same. */
export interface KnownRow {
  part: "deductible" | "ratio" | "adjustment" | "ceiling";
  /** inpatient active 3 #1; inpatient active 3 from 30000; TMP_REFER; inpatient active. */
  name: string;
  rows: number;
  recovered: boolean;
  /** What both say. */
  known: string;
  proposed: string;
}

/**
 * The rows of a known version that settlements are behind, and whether a proposed version says the same; README.md of `../` says what counts. Of a row that
 * several kinds of person and filing use, the kind with the most settlements is compared.
 */
export function knownRows(
  known: PolicyVersion,
  proposed: PolicyVersion | null,
  scheme: Scheme,
  claims: readonly Evidence[],
): KnownRow[] {
  const [truth, said] = [termsOf(known, scheme), proposed ? termsOf(proposed, scheme) : new Map<string, Term>()];
  // The classes proposed, over the rows of the known file: for classes none of whose ratios had settlements enough.
  const { deductibles, segments } = known;
  const underKnown = termsOf({ ...(proposed ?? known), deductibles, segments }, scheme);
  const uses = new Uses();
  for (const claim of claims) {
    const key = termKey(claim, known);
    const term = truth.get(key);
    if (term?.paid && term.deductible && term.ratio) uses.add(claim, term, key);
  }
  return [
    ...uses.deductibles().map(({ name, rows, keys, at }) => {
      const key = statedKey(keys, said);
      const [own, other] = [standard(truth.get(key), at), standard(said.get(key), at)];
      return { part: "deductible" as const, name, rows, recovered: own === other, known: own, proposed: other };
    }),
    ...uses.bands().map(({ name, rows, keys, at }) => {
      const key = statedKey(keys, said);
      const [own, other] = [band(truth.get(key), at), band(said.get(key), at)];
      return { part: "ratio" as const, name, rows, recovered: own === other, known: own, proposed: other };
    }),
    ...uses.adjustments().map(({ name, rows }) => adjustmentRow(name, rows, truth, said, underKnown)),
    ...uses.ceilings().map(({ name, rows, keys }) => {
      const key = statedKey(keys, said);
      const [own, other] = [ceiling(truth.get(key)), ceiling(said.get(key))];
      return { part: "ceiling" as const, name, rows, recovered: own === other, known: own, proposed: other };
    }),
  ];
}

/** Of the kinds of person and filing that use a row, those with the most settlements first, one whose adjustment the proposal states. */
const statedKey = (keys: readonly string[], said: Terms) =>
  keys.find((key) => said.has(key) && said.get(key)!.flaw !== "adjust") ?? keys[0]!;

/**
 * A class is recovered where every kind of person and place whose ratio the proposal states is paid by the same bands and extra first-pay; where it states none,
 * where what it says of the class comes to the same of the known ratios.
 */
function adjustmentRow(name: string, rows: number, truth: Terms, proposed: Terms, underKnown: Terms): KnownRow {
  const keys = [...truth].flatMap(([key, { care, filing }]) => (care === "inpatient" && filing === name ? [key] : []));
  const said = keys.some((key) => proposed.get(key)?.ratio) ? proposed : underKnown;
  const stated = keys.filter((key) => said.get(key)?.ratio);
  const paid = (term: Term | undefined, bands: number) => {
    if (!term?.ratio || term.flaw === "adjust") return "none";
    const ratios = term.ratio.bands.slice(0, bands).map(({ low, ratio }) => `${Number(low)}:${Number(ratio)}`);
    return `${ratios.join(" ")} first ${Number(term.adjust?.first_pay ?? 0)}`;
  };
  const apart = stated.find((key) => {
    const bands = said.get(key)!.ratio!.bands.length;
    return paid(truth.get(key), bands) !== paid(said.get(key), bands);
  });
  const [shown] = apart === undefined ? stated : [apart];
  const text = (terms: Terms) => (shown === undefined ? "nothing" : `${shown}: ${paid(terms.get(shown), 9)}`);
  const recovered = stated.length > 0 && apart === undefined;
  return { part: "adjustment", name, rows, recovered, known: text(truth), proposed: text(said) };
}

type Terms = ReadonlyMap<string, Term>;

function termsOf(version: PolicyVersion, scheme: Scheme): Terms {
  // A number for each place of the file, in the place of its line.
  const places = new Map<string, number>();
  const lineOf = (path: (string | number)[]) => {
    const key = path.join(" ");
    if (!places.has(key)) places.set(key, places.size + 1);
    return places.get(key)!;
  };
  return new Map(
    [...versionTerms(version, scheme, lineOf)]
      .filter(({ care }) => care === "inpatient" || care === "outpatient" || care === "pharmacy")
      .map((term) => [[term.care, term.group, term.tier, term.filing].join(" "), term]),
  );
}

function termKey(
  { care_group, person_group, tier, filing }: Evidence,
  { returning_home, emergency }: PolicyVersion,
): string {
  const row =
    filing === "RETURN" && returning_home === "full"
      ? "HOME"
      : filing !== "FLAGGED"
        ? filing
        : emergency === "as_filed"
          ? "TMP_EMERG"
          : "NONE";
  return [care_group, person_group, tier, row].join(" ");
}

function standard(term: Term | undefined, at: number): string {
  const { standards, mode } = (term?.flaw === "adjust" ? null : term?.deductible) ?? {};
  if (!standards || !mode) return "none";
  const yuan = Number(standards[Math.min(at, standards.length - 1)]);
  // Where nothing is ever deducted, no mode is to be seen.
  return standards.every((each) => Number(each) === 0) ? "0" : `${mode} ${yuan}`;
}

function band(term: Term | undefined, at: number): string {
  const found = term?.flaw === "adjust" ? undefined : term?.ratio?.bands[at];
  return found ? `${Number(found.ratio)} from ${Number(found.low)}` : "none";
}

function ceiling(term: Term | undefined): string {
  const cap = term?.cap;
  if (!cap) return "none";
  const pool = ["inpatient", "outpatient", "chronic"].filter((care) => cap[care as "inpatient"]);
  return `${cap.basis} ${Number(cap.amount)} of ${pool.join(", ")}`;
}

interface Use {
  name: string;
  rows: number;
  /** Settlements by term. */
  by: Map<string, number>;
  at: number;
}

/** Settlements behind each row. */
class Uses {
  readonly #deductibles = new Map<string, Use>();
  readonly #bands = new Map<string, Use>();
  readonly #ceilings = new Map<string, Use>();
  readonly #classes = new Map<string, number>();

  add(claim: Evidence, { care, group, filing, deductible, ratio, cap }: Term, key: string): void {
    const as = care === "pharmacy" ? "outpatient" : care;
    const last = deductible!.standards.length - 1;
    const at = Math.min(as === "inpatient" ? claim.admission - 1 : 0, last);
    count(this.#deductibles, `${deductible!.line} ${group} ${at}`, `${key} #${at + 1}`, key, at);
    const yuan = claim.in_scope / 100;
    for (const [i, { low }] of ratio!.bands.entries()) {
      if (claim.in_scope > claim.deductible_paid && yuan > Number(low))
        count(this.#bands, `${ratio!.line} ${group} ${i}`, `${key} from ${Number(low)}`, key, i);
    }
    if (cap && isShown(claim, cap)) count(this.#ceilings, `${cap.line} ${group}`, key, key, 0);
    if (filing === "" || filing === "HOME" || filing === "RETURN" || as !== "inpatient") return;
    this.#classes.set(filing, (this.#classes.get(filing) ?? 0) + 1);
  }

  deductibles = () => rowsOf(this.#deductibles);
  bands = () => rowsOf(this.#bands);
  ceilings = () => rowsOf(this.#ceilings);
  adjustments = () => [...this.#classes].map(([name, rows]) => ({ name, rows }));
}

/** A settlement shows a ceiling if it names what is left of it, or if it was cut by it. */
function isShown(claim: Evidence, cap: NonNullable<Term["cap"]>): boolean {
  if (cap.basis === "FUND" && claim.remaining_limit !== null) return true;
  const pools = (["inpatient", "chronic", "outpatient"] as const).filter((care) => cap[care]);
  const before = (what: "fund" | "in_scope") => pools.reduce((sum, care) => sum + claim[`${care}_${what}`], 0);
  const amount = 100 * Number(cap.amount);
  return cap.basis === "FUND"
    ? before("fund") + claim.basic_fund >= amount
    : before("in_scope") + claim.in_scope > amount;
}

function count(uses: Map<string, Use>, id: string, name: string, key: string, at: number): void {
  const use = uses.get(id) ?? { name, rows: 0, by: new Map(), at };
  use.rows++;
  use.by.set(key, (use.by.get(key) ?? 0) + 1);
  uses.set(id, use);
}

function rowsOf(uses: ReadonlyMap<string, Use>) {
  return [...uses.values()].map(({ name, rows, by, at }) => {
    const keys = [...by].sort(([, a], [, b]) => b - a).map(([key]) => key);
    return { name, rows, keys, at };
  });
}
