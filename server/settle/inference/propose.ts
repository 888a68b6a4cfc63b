import { excesses } from "../../../datasets/policies/bounds.ts";
import { groupsOf } from "../../../datasets/policies/flaws.ts";
import { type PolicyFile, type PolicyVersion, type Scheme, UNKNOWN } from "../../../datasets/policies/policy-schema.ts";
import { policyYaml } from "../years/policy-yaml.ts";
import { adjustmentOf } from "./adjustment.ts";
import { careTerms } from "./care.ts";
import { deductibleRows, segmentRows } from "./care-rows.ts";
import { ceilingsOf } from "./ceilings-of.ts";
import { chronicOf } from "./chronic-of.ts";
import { resolvedDoubts } from "./doubts.ts";
import type { Evidence } from "./evidence.ts";
import { Findings } from "./findings.ts";
import { LEAST } from "./mode.ts";
import { periodsOf } from "./periods.ts";
import type { Proposal } from "./proposal.ts";

/** An area to propose for. */
export interface ProposedArea {
  area: string;
  scheme: Scheme;
  title: { zh: string; en: string };
  /** Groups of regions/no_filing.yaml that its province belongs to. */
  noFiling: readonly string[];
}

/**
 * A policy file behind settlements: whatever at least 50 of a kind agree on by nine tenths, and nothing else; what is left over is listed with the reason.
 * The file is complete in form, so that it can be loaded once a person has read it; kinds of persons and places it does not state stay unjudged.
 */
export function propose(place: ProposedArea, claims: readonly Evidence[]): Proposal {
  const { area, scheme } = place;
  const days = claims.map(({ benefit_day }) => benefit_day).sort();
  const starts = periodsOf(claims);
  const versions: PolicyVersion[] = [];
  const rows: Proposal["rows"] = [];
  const leftovers: Proposal["leftovers"] = [];
  for (const [at, from] of starts.entries()) {
    const next = starts[at + 1];
    const those = claims.filter(
      ({ benefit_day: day }) => (at === 0 || day >= from) && (next === undefined || day < next),
    );
    const findings = new Findings(from);
    const version = versionBehind(place, from, next, those, findings);
    if (version) versions.push(version);
    rows.push(...findings.rows);
    leftovers.push(...findings.leftovers);
  }
  // Versions follow each other without gap: a period of which nothing is known ends the file.
  const isWhole = versions.length === starts.length && versions.length > 0;
  const file: PolicyFile = { area, scheme, title: place.title, versions };
  return {
    area,
    scheme,
    file: `${area}-${scheme}.yaml`,
    claims: claims.length,
    first: days[0] ?? "",
    last: days.at(-1) ?? "",
    text: isWhole ? `${heading(days)}\n${policyYaml(file)}` : null,
    rows,
    leftovers,
  };
}

const heading = (days: readonly string[]) =>
  [
    `# 由 ${days[0]} 至 ${days.at(-1)} 的 ${days.length} 笔结算推断：只写同类结算不少于 ${LEAST} 笔且九成一致的条款。须由人核对、修改、确认后使用。`,
    `# Proposed from ${days.length} settlements: what ${LEAST} of a kind or more show and nine tenths agree on. To be read, mended and confirmed by a person.`,
    "# 未写明的条款在结算中看不出来，所及的结算不作判断；大病、大额、公务员补助、医疗救助不作推断，按原支付。",
    "# What is not stated was not to be seen, and is not judged. Supplementary layers are not inferred: what they paid stands.",
    `# ${UNKNOWN}：自此金额（或此次住院）起没有结算可据，超出部分不作判断；查明后请改为实际数值。`,
    `# ${UNKNOWN}: from this amount, or this admission, on no settlement tells; put the true value in its place once it is known.`,
  ].join("\n");

function versionBehind(
  { scheme, noFiling }: ProposedArea,
  from: string,
  next: string | undefined,
  claims: readonly Evidence[],
  findings: Findings,
): PolicyVersion | null {
  const of = (care: string) => claims.filter(({ care_group }) => care_group === care);
  const pharmacy = of("pharmacy").some(({ basic_fund }) => basic_fund > 0) ? "outpatient_fund" : "account";
  const first = careTerms(of("inpatient"), "inpatient");
  const doubts = resolvedDoubts(first, findings);
  const inpatient = first.doubtful.length > 0 ? careTerms(doubts.resolve(of("inpatient")), "inpatient") : first;
  const visits = pharmacy === "account" ? of("outpatient") : [...of("outpatient"), ...of("pharmacy")];
  const outpatient = careTerms(doubts.resolve(visits), "outpatient");
  const groups = groupsOf(scheme);
  const adjustment = adjustmentOf(inpatient, outpatient, findings);
  const deductibles = [
    ...deductibleRows("inpatient", inpatient, groups, findings),
    ...deductibleRows("outpatient", outpatient, groups, findings),
  ];
  const segments = [
    ...segmentRows("inpatient", inpatient, groups, adjustment.outsidePoints, findings),
    ...segmentRows("outpatient", outpatient, groups, 0, findings),
  ];
  const caps = ceilingsOf(inpatient, outpatient, groups, findings);
  const chronic = chronicOf(doubts.resolve(of("chronic")), inpatient, adjustment.outsidePoints, groups, findings);
  const stated = [deductibles, segments, caps, chronic.rows, Object.keys(adjustment.classes)];
  if (stated.every(({ length }) => length === 0)) return null;
  const exempt = adjustment.classes.EXEMPT && noFiling.length > 0 ? { no_filing: [...noFiling] } : {};
  findings.assume(
    "rule",
    of("pharmacy").length,
    "not_seen",
    `pharmacy ${pharmacy}`,
    of("pharmacy").length < LEAST,
    "pharmacy",
  );
  findings.assume(
    "rule",
    claims.length,
    "not_looked_at",
    "benefit_year 01-01, cross_year_stay by_discharge, catalogue care/insured, layers none",
  );
  const version: PolicyVersion = {
    valid_from: from,
    ...(next === undefined ? {} : { valid_to: dayBefore(next) }),
    source: `由 ${claims.length} 笔结算推断，待核对`,
    confidence: "inferred",
    benefit_year: "01-01",
    cross_year_stay: "by_discharge",
    catalogue: { direct: "care", manual: "insured" },
    returning_home: doubts.returningHome,
    ...exempt,
    emergency: doubts.emergency,
    pharmacy,
    deductibles,
    segments,
    adjust: {
      care: [...adjustment.care, ...(chronic.adjusted ? (["chronic"] as const) : [])],
      classes: adjustment.classes,
    },
    caps,
    layers: [],
    chronic: chronic.rows,
  };
  if (excesses(version).length > 0) version.adjust.beyond_bounds = "由结算推断，超出国家规定的幅度，待核对";
  return version;
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
