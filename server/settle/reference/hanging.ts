import type { CareGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { poolCare } from "./history.ts";
import { careAddedUp } from "./layers.ts";
import { ceilingOver } from "./policy-text.ts";
import type { Settlement } from "./records.ts";
import type { Standing } from "./standing.ts";

/**
 * Kinds of care of which every earlier settlement of the year must be known to say what one is due: its own, those that count against the same ceiling,
 * those that a layer of its adds up, and what counts against the ceilings of these: they decide what is left to add up. Pharmacies that the pooled fund pays are out-patients.
 */
export function hangsOn(
  settlement: Settlement,
  { version, group }: Standing,
  versions: readonly PolicyVersion[],
): Set<CareGroup> {
  const pool = poolCare(settlement, version);
  const kinds = new Set<CareGroup>([settlement.care_group]);
  if (pool === null) return kinds;
  const under = (ceiling: ReturnType<typeof ceilingOver>) => {
    for (const kind of ceiling?.care ?? []) kinds.add(kind);
  };
  kinds.add(pool);
  under(ceilingOver(version, group, pool));
  for (const kind of careAddedUp(settlement, version, versions)) {
    kinds.add(kind);
    for (const each of versions) under(ceilingOver(each, group, kind));
  }
  if (kinds.has("outpatient") && version.pharmacy === "outpatient_fund") kinds.add("pharmacy");
  return kinds;
}
