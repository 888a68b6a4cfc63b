import { readFileSync } from "node:fs";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { genericCode } from "./generic-code.ts";

const text = readFileSync(new URL("lines.sql", import.meta.url), "utf8");
const sameOwner = `coalesce(fee.insured_area = link.owner_area and fee.institution_code = link.owner_institution
  and coalesce(fee.reported_by, 'unknown') = link.reporter, false)`;

/**
 * The lines of claims over a table of fee lines. One number tells nearly all of them; only numbers that several owners go by need the whole key compared.
 * @param links the claims' numbers: `line_link`, or FROM of some of its rows
 */
export function linesOf(fees: "fee_line" | "known_fee", links: Sql = raw("line_link")): Sql {
  const by = (named: string, owned: string) =>
    text
      .replaceAll("/*fees*/", fees)
      .replaceAll("/*named*/", named)
      .replaceAll("/*owned*/", owned)
      .replaceAll("/*generic*/", genericCode("fee.item_code").text);
  const branches = [
    by("fee.settlement_id", "link.names = 'settlement' and link.alone"),
    by("fee.settlement_id", `link.names = 'settlement' and not link.alone and ${sameOwner}`),
    by("fee.encounter_id", `fee.settlement_id is null and link.names = 'encounter' and ${sameOwner}`),
  ];
  // What the links bind comes once in each branch.
  return join(
    branches.map((branch) => {
      const [before = "", after = ""] = branch.split("/*links*/");
      return sql`${raw(before)}${links}${raw(after)}`;
    }),
    " union all ",
  );
}
