import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../store/sql.ts";
import { knownRegions } from "./regions-lookup.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** A region as the API gives it. `code` is the id that facts and filters use: `340000`, `BR-430000`. */
export const regionAnswer = Type.Object({
  code: Type.String(),
  country: Type.String(),
  name: Type.Object({
    zh: Type.String(),
    en: nullable(Type.String({ description: "null: no English name is known" })),
  }),
  short: nullable(Type.String({ description: "one character, for tiles and pairs" })),
  level: Type.Enum(["country", "province", "area", "county"]),
  parent: nullable(Type.String()),
  province: nullable(Type.String()),
  pooling: Type.Boolean({ description: "is one pooling area (统筹区)" }),
  tile: nullable(Type.Tuple([Type.Integer(), Type.Integer()], { description: "column and row on the tile map" })),
  latitude: nullable(Type.Number()),
  longitude: nullable(Type.Number()),
  inScheme: Type.Boolean(),
});
export type RegionAnswer = Static<typeof regionAnswer>;

type Row = Omit<RegionAnswer, "name" | "short" | "tile" | "inScheme"> & {
  name_zh: string;
  name_en: string | null;
  short_zh: string | null;
  tile_column: number | null;
  tile_row: number | null;
  in_scheme: boolean;
};

/**
 * Countries and provinces, and with `areas` everything below. China always; another country once areas of it are loaded (its
 * states alone would only crowd the lists). A province without a point of its own takes the mean of its areas.
 */
export function regionList(areas: boolean): Sql {
  const levels = areas ? raw("true") : raw("level in ('country', 'province')");
  return sql`
    with known as (select * from ${knownRegions()}),
    middle as (
      select province, avg(latitude) as latitude, avg(longitude) as longitude from known where level = 'area' group by province
    )
    select known.id as code, country, name_zh, name_en, short_zh, level, parent, known.province, pooling, tile_column, tile_row,
      cast(coalesce(known.latitude, case when level = 'province' then middle.latitude end) as double) as latitude,
      cast(coalesce(known.longitude, case when level = 'province' then middle.longitude end) as double) as longitude, in_scheme
    from known left join middle on middle.province = known.province
    where ${levels} and (country = 'CN' or country in (select country from known where level = 'area'))
    order by country <> 'CN', country, known.province nulls first, known.digits, known.id`;
}

/** Answers the list through a reader of the store. */
export async function listRegions(
  reader: { rows<T>(statement: Sql): Promise<T[]> },
  areas: boolean,
): Promise<RegionAnswer[]> {
  const rows = await reader.rows<Row>(regionList(areas));
  return rows.map(({ name_zh, name_en, short_zh, tile_column, tile_row, in_scheme, ...row }) => ({
    ...row,
    name: { zh: name_zh, en: name_en },
    short: short_zh,
    tile: tile_column === null || tile_row === null ? null : [tile_column, tile_row],
    inScheme: in_scheme,
  }));
}
