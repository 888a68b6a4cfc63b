import type { PolicyVersion, Scheme } from "../../../datasets/policies/policy-schema.ts";
import { type Term, versionTerms } from "../policies/version-terms.ts";
import type { Evidence } from "./evidence.ts";
import { type KnownRow, knownRow } from "./known-row.ts";
import { chronicRows } from "./recovered-chronic.ts";
import { termKey, type Use, Uses } from "./uses.ts";

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
  const underKnown = proposed ? termsOf({ ...proposed, deductibles, segments }, scheme) : said;
  const uses = new Uses();
  for (const claim of claims) {
    const key = termKey(claim, known);
    const term = truth.get(key);
    if (term?.paid && term.deductible && term.ratio) uses.add(claim, term, key);
  }
  const compared = (
    part: KnownRow["part"],
    those: readonly Use[],
    text: (term: Term | undefined, at: number) => string,
  ) =>
    those.map(({ name, rows, keys, at }) => {
      const key = statedKey(keys, said);
      return knownRow(part, name, rows, text(truth.get(key), at), text(said.get(key), at));
    });
  return [
    ...compared("deductible", uses.deductibles(), standard),
    ...compared("ratio", uses.bands(), band),
    ...uses.adjustments().map(({ name, rows }) => adjustmentRow(name, rows, truth, said, underKnown)),
    ...compared("ceiling", uses.ceilings(), ceiling),
    ...chronicRows(known, proposed, claims),
  ];
}

type Terms = ReadonlyMap<string, Term>;

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
  const paid = (key: string) => {
    const bands = said.get(key)!.ratio!.bands.length;
    return [classTerms(truth.get(key), bands), classTerms(said.get(key), bands)] as const;
  };
  const apart = stated.find((key) => paid(key)[0] !== paid(key)[1]) ?? stated[0];
  return apart === undefined
    ? knownRow("adjustment", name, rows, "stated", "none")
    : knownRow("adjustment", `${name} ${apart}`, rows, ...paid(apart));
}

/** Bands, of as many as are compared, and extra first-pay. */
function classTerms(term: Term | undefined, bands: number): string {
  if (!term?.ratio || term.flaw === "adjust") return "none";
  const ratios = term.ratio.bands.slice(0, bands).map(({ low, ratio }) => `${Number(low)}:${Number(ratio)}`);
  return `${ratios.join(" ")} first ${Number(term.adjust?.first_pay ?? 0)}`;
}

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
      .filter(({ care }) => care !== "chronic")
      .map((term) => [[term.care, term.group, term.tier, term.filing].join(" "), term]),
  );
}

function standard(term: Term | undefined, at: number): string {
  const { standards, mode, known = null } = (term?.flaw === "adjust" ? null : term?.deductible) ?? {};
  if (!standards || !mode || (known !== null && at >= known)) return "none";
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
