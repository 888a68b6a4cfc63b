import type { History } from "./history.ts";
import type { Settlement } from "./records.ts";

interface Stay {
  encounter: string;
  begin: string | null;
  end: string | null;
  institution: string;
  /** Its first settlement: time and claim. */
  first: string;
}

/** Order of settlement: time, then claim. */
export const settledOrder = ({ settled_at, claim_id }: Settlement) => `${settled_at} ${claim_id}`;

/**
 * Encounters that share one deductible with a settlement, its own included: where transfers are merged, the stays joined to it by stays that each began on the day
 * the one before ended, in another institution (domain note §2.4).
 */
export function unitOf(settlement: Settlement, year: readonly Settlement[], transfers: boolean): Set<string> {
  const own = new Set([settlement.encounter]);
  if (!transfers || settlement.care_group !== "inpatient") return own;
  const chains: Stay[][] = [];
  for (const stay of staysOf(year)) {
    const before = chains.at(-1)?.at(-1);
    const joined =
      before && stay.begin !== null && stay.begin === before.end && stay.institution !== before.institution;
    if (joined) chains.at(-1)!.push(stay);
    else chains.push([stay]);
  }
  const chain = chains.find((stays) => stays.some(({ encounter }) => encounter === settlement.encounter));
  return new Set(chain?.map(({ encounter }) => encounter) ?? own);
}

/** In-patient stays in the order they began. */
function staysOf(year: readonly Settlement[]): Stay[] {
  const stays = new Map<string, Stay>();
  for (const each of year.filter(({ care_group }) => care_group === "inpatient")) {
    const first = settledOrder(each);
    const known = stays.get(each.encounter);
    if (known && known.first <= first) continue;
    stays.set(each.encounter, {
      encounter: each.encounter,
      begin: each.visit_begin,
      end: each.visit_end,
      institution: each.institution_code,
      first,
    });
  }
  const order = (stay: Stay) => `${stay.begin ?? "9999"} ${stay.first}`;
  return [...stays.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/**
 * Admission number of an in-patient settlement, the same for all of its unit: 1, and the counting admissions of the year settled before anything of the
 * unit was.
 */
export function admissionNo(unit: ReadonlySet<string>, history: History): number {
  const inpatients = history.past.filter(({ settlement }) => settlement.care_group === "inpatient");
  const first = inpatients.find(({ settlement }) => unit.has(settlement.encounter));
  if (first) return first.admission;
  // A stay that was settled in parts belongs to a statement with its first part.
  const stated = new Set(inpatients.filter((past) => history.states(past)).map((past) => past.settlement.encounter));
  const counted = inpatients.filter(
    (past) => past.settlement.counts_admission && !stated.has(past.settlement.encounter),
  );
  return 1 + (history.opening?.admissions ?? 0) + new Set(counted.map((past) => past.settlement.encounter)).size;
}
