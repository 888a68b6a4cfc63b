import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { Reader } from "../store/reader.ts";
import { raw, sql } from "../store/sql.ts";
import { parseRegions, type RegionRow, regionInserts, regionSeed } from "./regions.ts";
import { listRegions } from "./regions-list.ts";
import { knownRegions, regionLookup } from "./regions-lookup.ts";

const china = regionSeed().filter((row) => row.country === "CN");
const provinces = china.filter((row) => row.level === "province");
const empty = Object.fromEntries(Object.keys(china[0]!).map((name) => [name, null])) as unknown as RegionRow;
const byCode = new Map(china.map((row) => [row.code, row]));

describe("the seed", () => {
  test("keys are unique and every parent and province is there", () => {
    const rows = regionSeed();
    const keys = new Set(rows.map((row) => `${row.country} ${row.code}`));
    expect(keys.size).toBe(rows.length);
    const orphans = rows.filter(
      (row) =>
        row.level !== "country" &&
        !(keys.has(`${row.country} ${row.parent}`) && keys.has(`${row.country} ${row.province}`)),
    );
    expect(orphans).toEqual([]);
    expect(rows.filter((row) => !/^\d{6}$/.test(row.code))).toEqual([]);
  });

  test("34 provinces and the Corps stand on 35 different tiles", () => {
    expect(provinces).toHaveLength(35);
    expect(new Set(provinces.map((row) => `${row.tile_column},${row.tile_row}`)).size).toBe(35);
    expect(provinces.filter((row) => !row.in_scheme).map((row) => row.short_zh)).toEqual(["台", "港", "澳"]);
    expect(provinces.filter((row) => !row.name_en || !row.short_zh || row.latitude === null)).toEqual([]);
    expect(byCode.get("340000")).toMatchObject({ name_zh: "安徽", short_zh: "皖", tile_column: 6, tile_row: 4 });
  });

  test("every prefecture is a pooling area with a point inside the country", () => {
    const areas = china.filter((row) => row.level === "area");
    expect(areas.length).toBeGreaterThan(370);
    expect(
      areas.filter((row) => !(row.latitude! > 16 && row.latitude! < 54 && row.longitude! > 73 && row.longitude! < 136)),
    ).toEqual([]);
    expect(byCode.get("650500")).toMatchObject({ name_zh: "哈密市", latitude: expect.closeTo(43, 0) });
    expect(byCode.get("369900")).toMatchObject({ name_zh: "江西省本级", confidence: "illustrative" });
  });

  test("a file with other columns or a torn line is refused with its line", () => {
    expect(() => parseRegions("code,name\n110000,x", "x.csv")).toThrow(
      /x\.csv line 1: expected the columns country,code/,
    );
    const header = Object.keys(china[0]!).join(",");
    expect(() => parseRegions(`${header}\nCN,110000`, "x.csv")).toThrow(
      /x\.csv line 2: expected 17 plain cells, got CN,110000/,
    );
  });
});

describe("regionLookup", () => {
  const town = {
    country: "BR",
    code: "430003",
    name_en: "Aceguá",
    level: "area",
    latitude: -31.86,
    longitude: -54.16,
  } as const;
  const other = { country: "BR", code: "430100", name_en: "Arroio do Meio", level: "area" } as const;

  test.each([
    ["CN", "340100", "340100", "340000", "area"],
    ["CN", "340123", "340100", "340000", "area"],
    ["CN", "110105", "110000", "110000", "area"],
    ["CN", "500243", "500000", "500000", "area"],
    ["CN", "419001", "419001", "410000", "area"],
    ["CN", "419900", "419900", "410000", "area"],
    ["CN", "410000", "410000", "410000", "province"],
    ["CN", "345599", "340000", "340000", "province"],
    ["CN", "659001", "660000", "660000", "area"],
    ["CN", "661234", "660000", "660000", "area"],
    ["CN", "990000", "990000", null, "unmapped"],
    ["CN", "3401", "3401", null, "unmapped"],
    ["CN", "000000", "000000", null, "unmapped"],
    ["CN", "430003", "430000", "430000", "province"],
    ["BR", "430003", "BR-430003", "BR-430000", "area"],
    ["BR", "430130", "BR-430000", "BR-430000", "province"],
    ["BR", "999999", "BR-999999", null, "unmapped"],
    ["AR", "340100", "AR-340100", null, "unmapped"],
  ])("%s %s is in area %s, province %s (%s)", async (country, code, area, province, found) => {
    const reader = await withRegions([...regionSeed(), town, other]);
    const rows = await reader.rows(
      sql`select * from ${regionLookup(sql`(select ${country} as country, ${code} as code)`)}`,
    );
    expect(rows).toEqual([{ country, code, area, province, found }]);
  });

  test("a missing country means China, a missing code gives no row, repeated codes give one", async () => {
    const reader = await withRegions(regionSeed());
    const codes = raw("(values (null, '340100'), ('CN', '340100'), ('CN', null)) as c (country, code)");
    expect(await reader.rows(sql`select country, code, found from ${regionLookup(codes)}`)).toEqual([
      { country: "CN", code: "340100", found: "area" },
    ]);
  });

  test("a superseded version of a region does not count", async () => {
    const old = { ...town, name_en: "old" };
    const reader = await withRegions([old, town]);
    await reader.connection.run("update region set batch_to = 3 where name_en = 'old'");
    expect(await reader.rows(sql`select name_en from ${knownRegions()}`)).toEqual([{ name_en: "Aceguá" }]);
  });

  test("a loaded town gets its state, its id and the pooling flag", async () => {
    const reader = await withRegions([...regionSeed(), town]);
    const [row] = await reader.rows(sql`select * from ${knownRegions()} where id = 'BR-430003'`);
    expect(row).toMatchObject({ name_zh: "Aceguá", province: "BR-430000", digits: 6, pooling: true, in_scheme: true });
  });
});

describe("listRegions", () => {
  const aceguá: Partial<RegionRow> = {
    country: "BR",
    code: "430003",
    name_en: "Aceguá",
    level: "area",
    latitude: -31.5,
    longitude: -54.25,
  };

  test("gives the country, the provinces and their tiles; no foreign states as long as none of their areas is loaded", async () => {
    const regions = await listRegions(await withRegions(regionSeed()), false);
    expect(regions).toHaveLength(36);
    expect(regions.filter(({ tile }) => tile)).toHaveLength(35);
    expect(regions.find(({ code }) => code === "500000")).toEqual({
      code: "500000",
      country: "CN",
      name: { zh: "重庆", en: "Chongqing" },
      short: "渝",
      level: "province",
      parent: "000000",
      province: "500000",
      pooling: true,
      tile: [4, 5],
      latitude: 29.5332,
      longitude: 107.305,
      inScheme: true,
    });
  });

  test("gives areas on request, and a foreign state at the middle of its towns", async () => {
    const reader = await withRegions([...regionSeed(), aceguá]);
    const areas = await listRegions(reader, true);
    expect(areas.find(({ code }) => code === "340100")).toMatchObject({
      name: { zh: "合肥市", en: null },
      parent: "340000",
      tile: null,
    });
    expect(areas.find(({ code }) => code === "BR-430003")).toMatchObject({
      name: { zh: "Aceguá" },
      province: "BR-430000",
    });
    const states = await listRegions(reader, false);
    expect(states.find(({ code }) => code === "BR-430000")).toMatchObject({
      name: { en: "Rio Grande do Sul" },
      latitude: -31.5,
      tile: null,
    });
  });
});

async function withRegions(rows: Partial<RegionRow>[]): Promise<Reader> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const full = rows.map((row) => ({ ...empty, ...row }));
  for (const { text, values } of [createTable(loadDictionary().table("region")), ...regionInserts(full)]) {
    await connection.run(text, [...values]);
  }
  return new Reader(connection);
}
