import type { FilingClass, PersonGroup, PolicyFile, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { CannotJudge, Settlement } from "./records.ts";

/** HOME: as at home. RETURN: rows of home, adjusted as referred. Else the filing class. */
export type FilingKey = FilingClass | "HOME" | "RETURN";

/** What a settlement is judged by. */
export interface Standing {
  cannot: null;
  policy_id: string;
  version: PolicyVersion;
  benefit_year: string;
  filing: FilingKey;
  group: PersonGroup;
  tier: string;
}

/** A settlement of which nothing can be said. It still belongs to its year, with the amounts recorded. */
export interface NoStanding {
  cannot: CannotJudge["cannot"];
  policy_id: string | null;
  version: PolicyVersion | null;
  benefit_year: string;
}

/** The day whose policy and benefit year count: discharge for in-patients, else settlement (design §5). */
export function benefitDay(settlement: Settlement): string {
  const settled = settlement.settled_at.slice(0, 10);
  return settlement.care_group === "inpatient" ? (settlement.visit_end ?? settled) : settled;
}

/** A benefit year is named after the calendar year in which it begins. */
export function yearOf(day: string, begins: string): string {
  const year = Number(day.slice(0, 4));
  return String(day.slice(5) >= begins ? year : year - 1);
}

/** S0: the policy version in force on the benefit day, and under which class, group and tier it is read. */
export function standingOf(settlement: Settlement, files: readonly PolicyFile[]): Standing | NoStanding {
  const day = benefitDay(settlement);
  const ofScheme = files.filter(({ scheme }) => scheme === settlement.scheme);
  const file =
    ofScheme.find(({ area }) => area === settlement.insured_city) ??
    ofScheme.find(({ province }) => province === settlement.insured_province);
  const version = file?.versions.find(
    ({ valid_from, valid_to }) => valid_from <= day && (valid_to === undefined || day <= valid_to),
  );
  const benefit_year = yearOf(day, version?.benefit_year ?? "01-01");
  const policy_id = file && version ? `${file.area ?? file.province}-${file.scheme}@${version.valid_from}` : null;
  const cannot = (reason: NoStanding["cannot"]): NoStanding => ({
    cannot: reason,
    policy_id,
    version: version ?? null,
    benefit_year,
  });
  if (policy_id === null || !version) return cannot("policy");
  const began = settlement.visit_begin ?? day;
  if (version.cross_year_stay === "split" && yearOf(began, version.benefit_year) < benefit_year)
    return cannot("cross_year");
  if (settlement.person_group === null) return cannot("person_group");
  if (settlement.tier === null) return cannot("tier");
  const filing = filingKey(settlement, version);
  if (filing === null) return cannot("filing");
  const disease = settlement.disease_code;
  const listed = version.chronic.some(({ diseases }) => disease !== null && diseases.includes(disease));
  if (settlement.care_group === "chronic" && !listed) return cannot("chronic_disease");
  return {
    cannot: null,
    policy_id,
    version,
    benefit_year,
    filing,
    group: settlement.person_group,
    tier: settlement.tier,
  };
}

/** Domain note §2.1 rows 5 and 7, §2.5. Null where nobody knows whether care was filed. */
function filingKey(settlement: Settlement, version: PolicyVersion): FilingKey | null {
  const { classes } = version.adjust;
  if (settlement.care_scope !== "cross_province") {
    const athome = settlement.long_term_filing && settlement.care_province === settlement.insured_province;
    return athome && version.returning_home === "as_referred" ? "RETURN" : "HOME";
  }
  const filed = settlement.filing_class;
  if (filed === "unknown" || filed === "LOCAL") return null;
  if (filed === "TMP_EMERG" && settlement.emergency_flag_only && version.emergency === "as_unfiled") return "NONE";
  return filed === "EXEMPT" && !classes.EXEMPT ? "NONE" : filed;
}
