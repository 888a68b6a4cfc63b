/**
 * Writes provinces/*.yaml: `node datasets/policies/derive.ts`. A policy for every area without a file of its own: illustrative, different in every
 * province, inside the national bounds, and always the same, since what a province does follows from a hash of its code.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { regionSeed } from "../../server/facts/regions.ts";
import { type Terms, termsOf } from "./derived-terms.ts";
import type { Scheme } from "./policy-schema.ts";

/** File name → text, for every province that has an area without a file of its own. */
export function derivePolicies(): Map<string, string> {
  const regions = regionSeed().filter(({ country, in_scheme }) => country === "CN" && in_scheme);
  const own = new Set(readdirSync(new URL("areas/", import.meta.url)));
  const files = new Map<string, string>();
  for (const { code, name_zh, name_en } of regions.filter(({ level }) => level === "province")) {
    const areas = regions.filter((row) => row.pooling && row.province === code);
    for (const scheme of ["310", "390"] as const) {
      const name = `${code}-${scheme}.yaml`;
      if (areas.some((area) => !own.has(`${area.code}-${scheme}.yaml`))) {
        files.set(name, policyText(code, scheme, name_zh!, name_en!));
      }
    }
  }
  return files;
}

function policyText(province: string, scheme: Scheme, zh: string, en: string): string {
  const [kind, kindEn] = scheme === "310" ? ["职工", "employees"] : ["城乡居民", "residents"];
  return [
    "# Derived by derive.ts; invented, never to be taken for the policy of a real area.",
    `province: "${province}"`,
    `scheme: "${scheme}"`,
    `title: { zh: ${zh}${kind}基本医疗保险（示例）, en: "Basic insurance of ${kindEn}, ${en} (illustrative)" }`,
    "versions:",
    ...termsOf(province, scheme).map((terms) => versionText(terms, scheme, zh)),
    "",
  ].join("\n");
}

function versionText(terms: Terms, scheme: Scheme, zh: string): string {
  const lines = [
    `  - valid_from: ${terms.from}`,
    ...(terms.to === null ? [] : [`    valid_to: ${terms.to}`]),
    `    source: ${zh}待遇示例参数（${terms.from.slice(0, 4)} 年版）`,
    "    confidence: illustrative",
    "    benefit_year: 01-01",
    `    cross_year_stay: ${terms.crossYear}`,
    "    catalogue: { direct: care, manual: insured }",
    `    returning_home: ${terms.returningHome}`,
    ...(terms.noFiling === null ? [] : [`    no_filing: [${terms.noFiling}]`]),
    "    emergency: as_filed",
    `    pharmacy: ${terms.pharmacy}`,
    "    deductibles:",
    ...terms.deductibles.map(row),
    "    segments:",
    ...terms.segments.map(row),
    "    adjust:",
    `      care: [${terms.adjustedCare}]`,
    "      classes:",
    ...Object.entries(terms.adjust).map(([name, value]) => `        ${name}: ${value}`),
    "    caps:",
    ...terms.caps.map(row),
    scheme === "310" || terms.layers.length > 0 ? "    layers:" : "    layers: []",
    ...terms.layers.map(row),
    "    chronic:",
    ...terms.chronic.map(row),
  ];
  return lines.join("\n");
}

const row = (text: string) => `      - { ${text} }`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync(new URL("provinces/", import.meta.url), { recursive: true });
  for (const [name, text] of derivePolicies()) writeFileSync(new URL(`provinces/${name}`, import.meta.url), text);
}
