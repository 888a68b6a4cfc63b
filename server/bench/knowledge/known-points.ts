import { tableOf } from "../../knowledge/class-table.ts";
import type { KnowledgeClass } from "../../knowledge/knowledge-class.ts";
import type { Reader } from "../../store/reader.ts";
import { ident, join, raw, sql } from "../../store/sql.ts";
import type { KnownPoint } from "./known-case.ts";

/** By what the points of a class differ: some of each kind are taken. */
const kinds: Readonly<Record<string, string>> = {
  ...{
    drug_gender: "sex",
    item_gender: "sex",
    drug_age: "age_group",
    item_age: "age_group",
    drug_hospital_level: "least_level",
  },
  ...{
    drug_course_days: "days",
    drug_insurance_type: "insurance",
    item_duplicate_charge: "span",
    item_daily_frequency: "per_unit",
  },
};

/** Classes of a few items that others speak of too: their stays keep within the limits of those. */
const sharing = new Set(["drug_insurance_type", "item_course", "item_work_age"]);

/**
 * Loaded points of a class whose items no other class speaks of, `most` of each kind: what is found with them is found by this class. Courses beyond three weeks
 * of a drug are left out: they take hundreds of lines.
 */
export async function knownPoints(
  reader: Reader,
  each: KnowledgeClass,
  all: readonly KnowledgeClass[],
  most: number,
): Promise<KnownPoint[]> {
  const own = each.key.filter((name) => name === "item_code" || name === "other_code");
  const others = all
    .filter(({ name }) => name !== each.name && !sharing.has(each.name))
    .flatMap((other) =>
      other.key
        .filter((name) => /^(item|other)_code$/.test(name))
        .map((name) => sql`select ${ident(name)} from ${tableOf(other)}`),
    );
  const alone =
    others.length === 0
      ? [raw("true")]
      : own.map((name) => sql`${ident(name)} not in (${join(others, " union all ")})`);
  const kind = kinds[each.name];
  const short = each.name === "drug_course_days" ? sql`and days <= 21` : raw("");
  const texts = each.columns.map(({ name, type }) =>
    type === "list" ? ident(name) : sql`cast(${ident(name)} as varchar) as ${ident(name)}`,
  );
  const keys = own.map((name) => ident(name));
  const rows = await reader.rows<KnownPoint>(sql`
    select ${join([...keys, ...texts])} from ${tableOf(each)} where batch <> 'shipped' and ${join(alone, " and ")} ${short}
    qualify row_number() over (partition by ${kind ? ident(kind) : raw("1")} order by md5(${join(keys, " || ")})) <= ${raw(String(most))}
    order by all`);
  return each.name === "item_primary_secondary" ? paired(rows) : rows;
}

/** Operations two by two, each with another of one of its groups. */
function paired(rows: readonly KnownPoint[]): KnownPoint[] {
  return rows.flatMap((row, i) => {
    const groups = row.surgery_groups as string[];
    const second = rows
      .slice(i + 1)
      .find((other) => (other.surgery_groups as string[]).some((group) => groups.includes(group)));
    return second ? [{ ...row, second: second.item_code }] : [];
  });
}
