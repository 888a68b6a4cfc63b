import type { Scope } from "../../store/principal.ts";
import type { Planted } from "./plants.ts";
import { holds, type Place } from "./viewer.ts";
import type { KnownClaim, KnownFinding } from "./world.ts";

/** A text by which planted records are recognised in an answer, with the places of all records that it is of. */
export interface Mark {
  what: string;
  text: string;
  places: Place[];
}

/** Ids, numbers, names and amounts of planted records. A person's and an institution's are anybody's who may see one of the claims. */
export function marksOf(
  planted: readonly Planted[],
  claims: readonly KnownClaim[],
  findings: readonly KnownFinding[],
): Mark[] {
  const bySettlement = new Map(planted.map((each) => [each.record.setl_id!, each]));
  const of = (what: string, text: string | null, places: readonly Place[]): Mark[] =>
    text === null || text === "" ? [] : [{ what, text, places: [...places] }];
  const gathered = (what: string, keys: (claim: KnownClaim) => (string | null)[]) =>
    [
      ...Map.groupBy(
        claims.flatMap((claim) => keys(claim).map((key) => ({ key, claim }))),
        ({ key }) => key,
      ),
    ].flatMap(([key, own]) =>
      of(
        what,
        key,
        own.map(({ claim }) => claim),
      ),
    );
  return [
    ...gathered("claim", ({ claim, settlement, encounter }) => [claim, settlement, encounter]),
    ...gathered("amount", ({ total }) => [total, grouped(total)]),
    ...gathered("filing", ({ filing }) => [filing]),
    ...gathered("person", ({ person, settlement }) => [
      person.slice(0, 8),
      bySettlement.get(settlement)!.passport,
      bySettlement.get(settlement)!.name,
    ]),
    ...gathered("institution", ({ institution, settlement }) => [
      institution,
      bySettlement.get(settlement)!.record.fixmedins_name!,
    ]),
    ...findings.flatMap(({ finding, claims: own }) => of("finding", finding, own)),
  ];
}

/** The marks that must not stand in any answer to a scope. */
export function foreignMarks(marks: readonly Mark[], scope: Scope): Mark[] {
  return marks.filter(({ places }) => !places.some((place) => holds(scope, place)));
}

/** Marks that a text holds; amounts only as whole numbers. */
export function marksIn(text: string, marks: readonly Mark[]): Mark[] {
  return marks.filter((mark) => {
    for (let at = text.indexOf(mark.text); at >= 0; at = text.indexOf(mark.text, at + 1)) {
      if (mark.what !== "amount") return true;
      if (!/[\d.,]/.test(text[at - 1] ?? "") && !/\d/.test(text[at + mark.text.length] ?? "")) return true;
    }
    return false;
  });
}

const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?=\.))/g, ",");
