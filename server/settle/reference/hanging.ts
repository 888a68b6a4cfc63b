import type { CareGroup } from "../../../datasets/policies/policy-schema.ts";
import { poolCare } from "./history.ts";
import { careAddedUp } from "./layers.ts";
import { ceilingOver } from "./policy-text.ts";
import type { Settlement } from "./records.ts";
import type { Standing } from "./standing.ts";

/**
 * Kinds of care of which every earlier settlement of the year must be known to say what one is due: its own, those that count against the same ceiling,
 * those that a layer of its adds up, and what counts against the ceilings of these: they decide what is left to add up. Pharmacies that the pooled fund pays are out-patients.
 */
export function hangsOn(settlement: Settlement, standing: Standing): Set<CareGroup> {
  const { version, group } = standing;
  const pool = poolCare(settlement, version);
  const kinds = new Set<CareGroup>([settlement.care_group]);
  if (pool === null) return kinds;
  for (const kind of [pool, ...careAddedUp(settlement, version)]) {
    kinds.add(kind);
    for (const other of ceilingOver(version, group, kind)?.care ?? []) kinds.add(other);
  }
  if (kinds.has("outpatient") && version.pharmacy === "outpatient_fund") kinds.add("pharmacy");
  return kinds;
}
