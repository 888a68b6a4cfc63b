import type { PersonGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { CareTerms } from "./care.ts";
import { points, unchanged } from "./changes.ts";
import { type ChronicTerms, chronicTerms } from "./chronic.ts";
import type { Evidence } from "./evidence.ts";
import { decimal, yuan } from "./exact.ts";
import type { Findings } from "./findings.ts";
import { LEAST } from "./mode.ts";

/** The rows of a version that state chronic diseases, and whether what filings change holds for them. */
export function chronicOf(
  claims: readonly Evidence[],
  inpatient: CareTerms,
  outsidePoints: number,
  groups: readonly PersonGroup[],
  findings: Findings,
): { rows: PolicyVersion["chronic"]; adjusted: boolean } {
  const found: ChronicTerms[] = [];
  const ofRows = (filing: string) =>
    filing === "HOME" ? unchanged : (inpatient.classes.get(filing)?.found?.change ?? null);
  const stated = (filing: string) => {
    const change = ofRows(filing);
    const isOutside = inpatient.classes.get(filing)?.outside ?? false;
    return change?.mode === "POINTS" && isOutside ? points(change.value + outsidePoints) : change;
  };
  for (const [disease, rows] of Map.groupBy(claims, ({ disease_code }) => disease_code ?? "")) {
    const terms = disease === "" ? null : chronicTerms(disease, rows, inpatient, { ofRows, stated });
    if (terms) found.push(terms);
    else
      findings.leave(
        "chronic",
        "chronic",
        { disease: disease || null },
        rows.length,
        rows.length < LEAST ? "few_claims" : "no_clear_mode",
      );
  }
  for (const terms of found) stateChronic(terms, findings);
  const told = found.filter(({ adjusted }) => adjusted !== null);
  const adjusted = told.reduce((sum, { adjusted, rows }) => sum + (adjusted ? rows : -rows), 0) > 0;
  if (found.length > 0 && told.length === 0)
    findings.leave(
      "rule",
      "chronic",
      {},
      claims.length,
      "not_seen",
      adjusted ? "adjust chronic" : "adjust not chronic",
    );
  const alike = Map.groupBy(found, (terms) => JSON.stringify(rowOf(terms, groups, [])));
  return {
    rows: [...alike.values()].map((those) =>
      rowOf(
        those[0]!,
        groups,
        those.map(({ disease }) => disease),
      ),
    ),
    adjusted,
  };
}

function rowOf(
  terms: ChronicTerms,
  groups: readonly PersonGroup[],
  diseases: string[],
): PolicyVersion["chronic"][number] {
  const { design, deductible, ratios, limit } = terms;
  const known = groups.flatMap((group) => {
    const found = ratios.get(group);
    return found && found.behind >= LEAST ? [[group, decimal(found.ratio)]] : [];
  });
  return {
    diseases,
    design,
    deductible: yuan(deductible.value),
    ...(known.length > 0 ? { ratio: Object.fromEntries(known) } : {}),
    ...(limit
      ? {
          limit: {
            period: limit.period,
            amount: yuan(limit.amount),
            ...(limit.further === null ? {} : { further_disease: yuan(limit.further) }),
          },
        }
      : {}),
    items: "disease_scope",
  };
}

function stateChronic(
  { disease, design, rows, matched, deductible, ratios, limit }: ChronicTerms,
  findings: Findings,
): void {
  const at = { disease };
  findings.state("chronic", "chronic", at, design, { rows, matched });
  findings.state("chronic", "chronic", at, `deductible ${yuan(deductible.value)}`, deductible);
  for (const [group, found] of ratios) {
    const where = { disease, group };
    if (found.behind >= LEAST) findings.state("chronic", "chronic", where, decimal(found.ratio), found);
    else findings.leave("chronic", "chronic", where, found.behind, "few_claims");
  }
  if (limit) findings.state("chronic", "chronic", at, `${limit.period} ${yuan(limit.amount)}`, limit);
  else if (design !== "AS_INPATIENT") findings.leave("chronic", "chronic", at, rows, "not_seen", "no limit");
}
