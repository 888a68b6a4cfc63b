import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { loadDictionary } from "../../store/dictionary.ts";
import { join, literal, raw, type Sql, sql } from "../../store/sql.ts";

interface NoFiling {
  groups: { id: string; provinces: string[]; from: string }[];
}

const noFiling = parse(
  readFileSync(new URL("../../../datasets/regions/no_filing.yaml", import.meta.url), "utf8"),
) as NoFiling;

/** care_group (prefix, care_group). Care types group by their first two digits: four-digit values are local extensions (`domain.md` §1.10). */
export function careGroups(): Sql {
  const rows = [...loadDictionary().codeTable("med_type").values].filter(([code]) => code.length === 2);
  return values(
    ["prefix", "care_group"],
    rows.map(([code, { group }]) => [code, group]),
  );
}

/** hospital_tier (code, tier). */
export function hospitalTiers(): Sql {
  const rows = [...loadDictionary().codeTable("hosp_lv").values];
  return values(
    ["code", "tier"],
    rows.map(([code, { tier }]) => [code, tier]),
  );
}

/** filing_category (code, class): the code of a filing's category, or the class itself, to the filing class. */
export function filingCategories(): Sql {
  const dictionary = loadDictionary();
  const codes = [...dictionary.codeTable("rloc_rea").values].map(([code, row]) => [code, row.class] as const);
  const classes = [...dictionary.codeTable("filing_class").values.keys()].map((code) => [code, code] as const);
  return values(["code", "class"], [...codes, ...classes]);
}

/** no_filing (home, away, since): ordered pairs of provinces between which care counts as filed since a day. */
export function noFilingPairs(): Sql {
  const rows = noFiling.groups.flatMap(({ provinces, from }) =>
    provinces.flatMap((home) => provinces.filter((away) => away !== home).map((away) => [home, away, from] as const)),
  );
  return sql`select home, away, since::date as since from (${values(["home", "away", "since"], rows)})`;
}

function values(names: readonly string[], rows: readonly (readonly (string | null)[])[]): Sql {
  const tuples = rows.flatMap((row) =>
    row.includes(null) ? [] : [sql`(${join(row.map((cell) => literal(cell as string)))})`],
  );
  return sql`select * from (values ${join(tuples)}) as code_table (${raw(names.join(", "))})`;
}
