import type { RuleSource } from "../../audit/rule/rule-sources.ts";

/** Rules over claims with one parameter each, of the kind of XR-11, 13, 17 and 29. Their own wording: a shipped rule may change, a measure should not. */
export const kinds = ["INJURY", "SHORT", "DEAD", "UNFILED"] as const;
export type Kind = (typeof kinds)[number];

/** A rule of a kind with its parameter: yuan from which it speaks, or days after the death beyond which it does. */
export interface LadderRule {
  id: string;
  kind: Kind;
  value: number;
}

interface Wording {
  needs: string;
  where: string;
  lookup: string;
  breaks: string;
  shown: string;
}

const wordings: Record<Kind, Wording> = {
  INJURY: {
    needs: "claim.main_diagnosis",
    where: "visit and care_group = 'inpatient'",
    lookup: "",
    breaks: String.raw`regexp_matches(main_diagnosis, '^([ST]\d|[VW]\d)') and third_party is null and fund_total >= $from`,
    shown: "{main_diagnosis} {fund_total}",
  },
  SHORT: {
    needs: "claim.nights",
    where: "visit and care_group = 'inpatient'",
    lookup: "",
    breaks: "emergency and nights <= 1 and fund_total >= $from",
    shown: "{nights} {fund_total}",
  },
  DEAD: {
    needs: "claim.visit_begin",
    where: "visit",
    lookup: "lookup: [{ as: register, in: person, same: [person_id] }]",
    breaks: "visit_begin > register.death_date + $from",
    shown: "{register.death_date} {visit_begin}",
  },
  UNFILED: {
    needs: "claim.filing_class",
    where: "visit and care_group = 'inpatient' and route = 'direct' and care_scope = 'cross_province'",
    lookup: "",
    breaks: "filing_class = 'NONE' and not emergency and fund_total >= $from",
    shown: "{filing_class} {fund_total}",
  },
};

/** So many rules, the kinds in turn, each with a value of its own: 12 are three of each. */
export function ladderRules(count: number): LadderRule[] {
  return Array.from({ length: count }, (_, n) => {
    const kind = kinds[n % kinds.length]!;
    const turn = Math.floor(n / kinds.length);
    return { id: `BN-${kind}-${turn + 1}`, kind, value: kind === "DEAD" ? turn : 1 + 900 * turn };
  });
}

/** The rule as a file of the library. */
export function ruleSource({ id, kind, value }: LadderRule): RuleSource {
  const { needs, where, lookup, breaks, shown } = wordings[kind];
  const text = `id: ${id}
title: { zh: 量速规则, en: A rule to measure }
category: cross_province
violation_type: none
three_fakes: none
result: suspected
status: shadow
version: "1"
basis:
  - { law: 医疗保障基金使用监督管理条例, article: 第三十八条 }
scenes: [elsewhere]
stages: [after]
unit: settlement
responsible: institution
investigate: care
needs: [${needs}]
find:
  rows:
    of: claim
    where: ${where}
    ${lookup}
    breaks: >-
      ${breaks}
implicates: none
parameters:
  from: { default: ${value}, unit: ${kind === "DEAD" ? "days" : "yuan"}, min: 0, max: 100000, confidence: illustrative }
explain:
  zh: "${shown} {$from}"
  en: "${shown} {$from}"
innocent:
  - { zh: 无, en: none }
references:
  - { source: 量速 }
tests:
  - name: 无记录
    given:
      claim: [{ visit: "false" }]
    expect: { kind: miss, found: 0 }
`;
  return { file: `bench/${id}.yaml`, text: text.replace(/^ +\n/m, "") };
}
