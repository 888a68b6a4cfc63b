import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { parse } from "yaml";
import type { Scheme } from "../../../datasets/policies/policy-schema.ts";
import { type RegionRow, regionSeed } from "../../facts/regions.ts";
import { execute } from "../../store/database.ts";
import { claimsOf, evidenceOf, gatherEvidence } from "./evidence.ts";
import type { Proposal } from "./proposal.ts";
import { type ProposedArea, propose } from "./propose.ts";

/** Proposes a policy file for an area from the claims of a data folder; temporary tables of the connection only. */
export async function inferPolicy(connection: DuckDBConnection, area: string, scheme: Scheme): Promise<Proposal> {
  await gatherEvidence(connection, claimsOf(area, scheme));
  try {
    return propose(placeOf(area, scheme), await evidenceOf(connection, area, scheme));
  } finally {
    await execute(connection, "drop table temp.evidence");
  }
}

const { groups: noFilingGroups } = parse(
  readFileSync(new URL("../../../datasets/regions/no_filing.yaml", import.meta.url), "utf8"),
  { schema: "failsafe" },
) as { groups: { id: string; provinces: string[] }[] };

/** What a proposal is headed by: names of the area, groups of provinces it needs no filing in. */
export function placeOf(area: string, scheme: Scheme, regions: readonly RegionRow[] = regionSeed()): ProposedArea {
  const region = regions.find(({ country, code }) => country === "CN" && code === area);
  const province = region?.province ?? area;
  const [zh, en] = scheme === "310" ? ["职工", "employees"] : ["城乡居民", "residents"];
  return {
    area,
    scheme,
    title: {
      zh: `${region?.name_zh ?? area}${zh}基本医疗保险（由结算推断）`,
      en: `Basic insurance of ${en}, ${region?.name_en ?? region?.name_zh ?? area} (inferred from settlements)`,
    },
    noFiling: noFilingGroups.filter(({ provinces }) => provinces.includes(province)).map(({ id }) => id),
  };
}
