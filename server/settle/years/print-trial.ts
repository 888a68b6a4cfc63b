import type { Disagreement } from "./compare.ts";
import { policyYaml } from "./policy-yaml.ts";

/** A failing year as a person reads it: what differs, the settlements in order, the policy's file. */
export function printTrial({ trial, kind, claim_id, column, oracle, chain }: Disagreement): string {
  const ordered = [...trial.person.settlements].sort((a, b) => (a.settled_at < b.settled_at ? -1 : 1));
  const rows = ordered.map((each) => {
    const { recorded } = each;
    const who = [each.person_group, each.aid_class, each.civil_servant ? "civil servant" : null];
    const where = [each.institution_code, `tier ${each.tier}`, each.care_scope, each.filing_class];
    const what = [each.care_group, each.disease_code, each.encounter, each.visit_begin, each.visit_end];
    const how = [each.route, `${each.lines.length} lines`, each.counts_admission ? null : "not counted"];
    const paid = [recorded.in_scope, recorded.deductible_paid, recorded.basic_fund].join(" ");
    const words = [...what, ...where, ...who, ...how].filter((word) => word !== null).join(" ");
    return `  ${each.claim_id === claim_id ? "*" : " "} ${each.claim_id} ${each.settled_at} ${words} | in scope, deductible, fund: ${paid}`;
  });
  return [
    `${claim_id}, ${column} (${kind}): oracle ${oracle}, chain ${chain}`,
    ...rows,
    ...trial.person.openings.map((opening) => `  stated ${JSON.stringify(opening)}`),
    policyYaml(trial.policy),
  ].join("\n");
}
