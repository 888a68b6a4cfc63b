import type { PersonGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { Evidence } from "./evidence.ts";
import { type KnownRow, knownRow } from "./known-row.ts";

type ChronicRow = PolicyVersion["chronic"][number];

/**
 * What a known version says of each chronic disease that settlements are behind, and whether a proposed one says the same: its design, its deductible, its ratio
 * by person group, and its limits, which those settlements show that reached them.
 */
export function chronicRows(
  known: PolicyVersion,
  proposed: PolicyVersion | null,
  claims: readonly Evidence[],
): KnownRow[] {
  const treated = claims.filter(({ care_group, disease_code }) => care_group === "chronic" && disease_code !== null);
  return [...Map.groupBy(treated, ({ disease_code }) => disease_code!)].flatMap(([disease, those]) => {
    const listed = (version: PolicyVersion | null) => version?.chronic.find((row) => row.diseases.includes(disease));
    const [own, said] = [listed(known), listed(proposed)];
    if (!own) return [];
    const row = (what: string, rows: number, text: (row: ChronicRow) => string) =>
      knownRow("chronic", `${disease} ${what}`, rows, text(own), said ? text(said) : "none");
    const paying = those.filter(({ in_scope, deductible_paid }) => in_scope > deductible_paid);
    const groups = own.design === "AS_INPATIENT" ? [] : [...Map.groupBy(paying, ({ person_group }) => person_group)];
    const [first, further] = [true, false].map((isFirst) =>
      those.filter((claim) => claim.is_first_disease === isFirst && isCut(claim, own)),
    ) as [Evidence[], Evidence[]];
    return [
      row("design", those.length, ({ design }) => design),
      row("deductible", those.length, ({ deductible }) => String(Number(deductible))),
      ...groups.map(([group, { length }]) => row(group, length, (each) => ratioOf(each, group))),
      ...(first.length > 0 ? [row("limit", first.length, limitOf)] : []),
      ...(further.length > 0 ? [row("further limit", further.length, furtherOf)] : []),
    ];
  });
}

const ratioOf = ({ ratio }: ChronicRow, group: PersonGroup) =>
  ratio?.[group] === undefined ? "none" : String(Number(ratio[group]));

function limitOf({ limit }: ChronicRow): string {
  if (!limit) return "none";
  return `${limit.period} ${Number(limit.amount)}`;
}

/** Of a disease that is not the person's first of the year. */
function furtherOf({ limit }: ChronicRow): string {
  if (!limit) return "none";
  return `${limit.period} ${Number(limit.further_disease ?? limit.amount)}`;
}

/** Whether a settlement reached the limit of its disease; limits by month and quarter are not inferred, and counted where one settlement reached them alone. */
function isCut({ is_first_disease, disease_fund, basic_fund }: Evidence, { limit }: ChronicRow): boolean {
  if (!limit) return false;
  const amount = 100 * Number(is_first_disease ? limit.amount : (limit.further_disease ?? limit.amount));
  return (limit.period === "year" ? disease_fund : 0) + basic_fund >= amount;
}
