import { knownRegions } from "../../facts/regions-lookup.ts";
import type { Label } from "../../store/dictionary.ts";
import type { Reader } from "../../store/reader.ts";
import { join, sql } from "../../store/sql.ts";

/** Names of institutions and regions by their codes. */
export interface Names {
  institutions: ReadonlyMap<string, string>;
  regions: ReadonlyMap<string, Label>;
}

/** The names of those codes that are known; one without a name is left out. */
export async function namesOf(
  reader: Reader,
  codes: { institutions: Iterable<string | null>; regions: Iterable<string | null> },
): Promise<Names> {
  const institutions = distinct(codes.institutions);
  const regions = distinct(codes.regions);
  const named =
    institutions.length === 0
      ? []
      : await reader.rows<{ code: string; name: string }>(
          sql`select institution_code as code, any_value(institution_name) as name from institution
              where batch_to is null and institution_name is not null and institution_code in (${join(institutions)}) group by institution_code`,
        );
  const known =
    regions.length === 0
      ? []
      : await reader.rows<{ code: string; zh: string; en: string | null; province: string | null }>(
          sql`with known as (select * from ${knownRegions()})
              select own.id as code, if(province.id is null, '', province.name_zh) || own.name_zh as zh,
                if(province.id is null, '', coalesce(province.name_en || ', ', '')) || own.name_en as en
              from known as own left join known as province on province.id = own.province and province.id <> own.id
              where own.id in (${join(regions)})`,
        );
  return {
    institutions: new Map(named.map(({ code, name }) => [code, name])),
    regions: new Map(known.map(({ code, zh, en }) => [code, { zh, en: en ?? zh }])),
  };
}

const distinct = (codes: Iterable<string | null>): string[] => [...new Set(codes)].filter((code) => code !== null);
