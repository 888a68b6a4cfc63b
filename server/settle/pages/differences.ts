import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { conditionOf, type DifferenceFilter, differs, reason, undecided } from "./difference-filter.ts";

/** What differences can be counted by: the columns of `resettlement` that make up a key. */
export const groupings = {
  total: [],
  class: ["difference_class"],
  responsible: ["responsible"],
  pair: ["insured_province", "care_province"],
  insured: ["insured_province"],
  insured_city: ["insured_city"],
  care: ["care_province"],
  institution: ["institution_code"],
  month: ["month"],
  cannot: ["reason"],
  explaining: ["explaining"],
  policy: ["policy_id"],
} as const;
export type Grouping = keyof typeof groupings;

/** Of one group of claims: numbers of claims, and yuan as exact text. */
export interface Differences {
  claims: number;
  /** Exactly, or outside the interval of what is possible. With `cannot` they make up all claims. */
  judged: number;
  cannot: number;
  /** More than a rounding. */
  differing: number;
  rounding: number;
  over: number;
  over_yuan: string;
  under: number;
  /** Below zero. */
  under_yuan: string;
  [key: string]: string | number | null;
}

/**
 * Claims of the principal's scope that a filter meets, counted by a grouping: those judged, those that cannot be, and the
 * differences in both directions. Groups without a difference are left out but for months, reasons and the total; the largest sums come first.
 */
export async function differencesBy(
  reader: Reader,
  principal: Principal,
  by: Grouping,
  filter: DifferenceFilter,
  limit = 1000,
): Promise<Differences[]> {
  const keys = groupings[by].map((column) => (column === "month" ? "strftime(month, '%Y-%m')" : column));
  const named = keys.map((key, i) => `${key} as ${groupings[by][i]}, `).join("");
  const grouped = keys.length > 0 ? raw(`group by ${keys.join(", ")}`) : raw("");
  const rows = await reader.rows<Differences>(
    sql`with claims as (
          select *, ${reason} as reason, ${undecided} as undecided, ${differs} as differing, ${differs} and fund_difference > 0 as over, ${differs} and fund_difference < 0 as under
          from ${scoped(principal, "resettlement")} where ${conditionOf(filter)}
        )
        select ${raw(named)}count(*) as claims, count(*) filter (not undecided) as judged, count(*) filter (undecided) as cannot,
          count(*) filter (differing) as differing, count(*) filter (materiality = 'rounding') as rounding,
          count(*) filter (over) as over, coalesce(sum(fund_difference) filter (over), 0) as over_yuan,
          count(*) filter (under) as under, coalesce(sum(fund_difference) filter (under), 0) as under_yuan
        from claims ${grouped} ${havingOf(by)} ${orderOf(by)} limit ${limit}`,
  );
  return by === "institution" ? withInstitutionNames(reader, rows) : rows;
}

async function withInstitutionNames(reader: Reader, rows: Differences[]): Promise<Differences[]> {
  if (rows.length === 0) return rows;
  const codes = join(rows.map(({ institution_code }) => String(institution_code)));
  const known = await reader.rows<{ code: string; name: string }>(
    sql`select institution_code as code, any_value(institution_name) as name from institution
        where batch_to is null and institution_code in (${codes}) group by institution_code`,
  );
  const names = new Map(known.map(({ code, name }) => [code, name]));
  return rows.map((row) => ({ ...row, institution_name: names.get(String(row.institution_code)) ?? null }));
}

function havingOf(by: Grouping): Sql {
  if (by === "total" || by === "month") return raw("");
  if (by === "cannot") return raw("having reason is not null");
  return raw("having count(*) filter (differing) > 0");
}

function orderOf(by: Grouping): Sql {
  if (by === "total") return raw("");
  if (by === "month") return raw("order by 1");
  if (by === "cannot") return raw("order by claims desc, 1");
  return raw(`order by over_yuan - under_yuan desc, differing desc, ${groupings[by].map((_, i) => i + 1).join(", ")}`);
}
