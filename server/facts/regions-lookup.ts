import { ident, raw, type Sql, sql } from "../store/sql.ts";

/**
 * The table `region` with its defaults filled in: rows loaded for a foreign data set bring only code, name, level and point.
 *
 * One row per region: id, country, code, name_zh, name_en, official_zh, short_zh, level, parent, province (ids), digits, pooling, tile_column,
 * tile_row, latitude, longitude, in_scheme. The id is the code for CN and `<country>-<code>` for others: codes of two countries
 * overlap (430003 is in Hunan's range and a town of Rio Grande do Sul). Superseded versions are left out; a relation without
 * versions has no batch_to and takes the null beside it.
 */
export function knownRegions(regions: Sql = ident("region")): Sql {
  return sql`(
    select ${idOf("code")} as id, country, code, coalesce(name_zh, name_en, code) as name_zh,
      coalesce(name_en, case when country <> 'CN' then name_zh end) as name_en, official_zh, short_zh, level,
      ${idOf("parent")} as parent, ${idOf("province")} as province, digits, pooling, tile_column, tile_row, latitude, longitude, in_scheme
    from (
      select held.* replace (
          coalesce(country, 'CN') as country,
          coalesce(province, case when level <> 'country' then left(code, 2) || '0000' end) as province,
          coalesce(pooling, level = 'area') as pooling,
          coalesce(in_scheme, true) as in_scheme
        ),
        coalesce(prefix_digits, case level when 'country' then 0 when 'province' then 2 else 6 end) as digits
      from (select cast(null as bigint) as batch_to) as unversioned,
        lateral (select * from ${regions} where batch_to is null) as held
    )
  )`;
}

/**
 * Where raw codes belong: a relation (country, code, area, province, found) with one row per distinct (country, code) of `codes`,
 * a relation with those two columns. Left join it on both; a null code has no row and counts as unmapped.
 *
 * The region with the longest prefix of the code wins. `found` says how far it got:
 * - `area`: `area` is the id of the pooling area;
 * - `province`: only the province is known; `area` repeats its id, and two such sides are not "the same area";
 * - `unmapped`: no region; `area` is the code itself (with its country, if foreign) and `province` null.
 */
export function regionLookup(codes: Sql, regions: Sql = ident("region")): Sql {
  return sql`(
    with code as (select distinct coalesce(country, 'CN') as country, code from ${codes} where code is not null),
    known as (select * from ${knownRegions(regions)} where digits > 0),
    candidate as (
      select code.country, code.code, known.digits, known.level, known.id, known.parent, known.province, known.pooling
      from code, (values (2), (4), (6)) as prefix (digits), known
      where known.country = code.country and known.digits = prefix.digits
        and left(known.code, prefix.digits) = left(code.code, prefix.digits)
        and length(code.code) = 6
    ),
    best as (select country, code, arg_max(candidate, digits) as region from candidate group by all)
    select code.country, code.code,
      case when region is null then ${idOf("code.code", "code.country")}
        when region.level = 'county' and not region.pooling then region.parent
        else region.id end as area,
      region.province as province,
      case when region is null then 'unmapped'
        when region.pooling or region.level = 'county' then 'area'
        else region.level end as found
    from code left join best using (country, code)
  )`;
}

function idOf(code: string, country = "country"): Sql {
  return raw(`case when ${country} = 'CN' then ${code} else ${country} || '-' || ${code} end`);
}
