import { getJson } from "../../lib/api.ts";
import type { Differences } from "../../lib/settlement.ts";
import { m } from "../../paraglide/messages.js";
import type { Context } from "./context.ts";
import { conditions, type ListName, type View } from "./filter.ts";
import { pairName, valueName } from "./names.ts";

/** One way to group differences, as a card shows it. */
export interface Group {
  title(): string;
  /** The conditions that a choice in the card sets; the card itself is not narrowed by them. */
  sets: readonly ListName[];
  name(row: Differences, context: Context): string;
  /** The conditions that choosing this row stands for. */
  values(row: Differences): Partial<View>;
}

const text = (value: unknown) => String(value ?? "");
const single = (name: ListName, column: string, title: () => string): Group => ({
  title,
  sets: [name],
  name: (row, context) => valueName(name, text(row[column]), context),
  values: (row) => ({ [name]: [text(row[column])] }),
});

export const groups = {
  class: single("class", "difference_class", m.re_by_class),
  responsible: single("responsible", "responsible", m.re_by_responsible),
  institution: {
    ...single("institution", "institution_code", m.re_by_institution),
    name: (row) => text(row.institution_name ?? row.institution_code),
  },
  policy: single("policy", "policy_id", m.re_by_policy),
  pair: {
    title: m.re_by_pair,
    sets: ["insured", "care"],
    name: (row, context) => pairName(text(row.insured_province), text(row.care_province), context),
    values: (row) => ({ insured: [text(row.insured_province)], care: [text(row.care_province)] }),
  },
} satisfies Record<string, Group>;
export type GroupName = keyof typeof groups;

/** Differences by a grouping, under the page's conditions but those the card itself sets. */
export async function differencesBy(
  by: string,
  view: View,
  without: readonly (ListName | "period")[],
  limit: number,
  signal: AbortSignal,
): Promise<Differences[]> {
  const asked = [`by=${by}`, `limit=${limit}`, ...conditions(view, without)].join("&");
  return (await getJson<{ rows: Differences[] }>(`/api/resettlement/differences?${asked}`, signal)).rows;
}

/** The conditions set that a card itself sets, and so does not follow. */
export function ownConditions({ sets }: Group, view: View): ListName[] {
  return sets.filter((name) => view[name].length > 0);
}

/** Whether a row meets those conditions; an area chosen stands for its province where rows are provinces. */
export function isWithin(view: View, values: Partial<View>): boolean {
  return Object.entries(values).every(([name, wanted]) => {
    const chosen = view[name as ListName];
    const [value = ""] = wanted as string[];
    const isProvince = (name === "insured" || name === "care") && value.endsWith("0000");
    return (
      chosen.length === 0 ||
      chosen.includes(value) ||
      (isProvince && chosen.some((code) => code.slice(0, 2) === value.slice(0, 2)))
    );
  });
}

/** Whether the view is narrowed to exactly this row. */
export function isChosen(view: View, values: Partial<View>): boolean {
  return Object.entries(values).every(([name, wanted]) => String(view[name as ListName]) === String(wanted));
}
