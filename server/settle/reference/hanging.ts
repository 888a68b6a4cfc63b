import type { CareGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { poolCare } from "./history.ts";
import { careAddedUp } from "./layers.ts";
import { ceilingOver } from "./policy-text.ts";
import type { Settlement } from "./records.ts";
import type { Standing } from "./standing.ts";

/**
 * Kinds of care of which every earlier settlement of the year must be loaded to say what one is due: its own, those that count against the same ceiling,
 * and those that a layer of its adds up. Pharmacies that the pooled fund pays are out-patients.
 */
export function hangsOn(
  settlement: Settlement,
  { version, group }: Standing,
  versions: readonly PolicyVersion[],
): Set<CareGroup> {
  const pool = poolCare(settlement, version);
  const kinds = new Set<CareGroup>([settlement.care_group]);
  if (pool === null) return kinds;
  for (const kind of [
    pool,
    ...(ceilingOver(version, group, pool)?.care ?? []),
    ...careAddedUp(settlement, version, versions),
  ])
    kinds.add(kind);
  if (kinds.has("outpatient") && version.pharmacy === "outpatient_fund") kinds.add("pharmacy");
  return kinds;
}
