/**
 * Writes china.csv from provinces.yaml, the names of @vant/area-data and the label points of echarts' maps. Deterministic:
 * `node datasets/regions/build.ts` after a change of one of the three; the result is committed, nothing reads the packages at run time.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { areaList } from "@vant/area-data";
import { parse } from "yaml";
import { centroids, type Point } from "./centroids.ts";

interface Province {
  zh: string;
  official?: string;
  short: string;
  en: string;
  tile: [number, number];
  whole?: boolean;
  outside?: boolean;
}

interface Row {
  code: string;
  name_zh: string;
  name_en?: string;
  official_zh: string;
  short_zh?: string;
  level: "country" | "province" | "area" | "county";
  parent?: string;
  province?: string;
  prefix_digits: 0 | 2 | 4 | 6;
  pooling: boolean;
  tile?: [number, number];
  point?: Point | undefined;
  in_scheme?: boolean;
  confidence?: "official" | "illustrative";
}

const corps = "660000";
const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const provinces = parse(read("provinces.yaml")) as Record<string, Province>;
const points = centroids();
const counties = Object.entries(areaList.county_list);
const corpsCities = counties.filter(([code]) => code.startsWith("6590"));

const country: Row = {
  code: "000000",
  name_zh: "全国",
  name_en: "China",
  official_zh: "中华人民共和国",
  level: "country",
  prefix_digits: 0,
  pooling: false,
};
writeFileSync(
  new URL("china.csv", import.meta.url),
  csv([country, ...Object.keys(provinces).sort().flatMap(ofProvince)]),
);

function ofProvince(code: string): Row[] {
  const province = provinces[code]!;
  const official = province.official ?? areaList.province_list[code];
  if (!official)
    throw new Error(`provinces.yaml: ${code} is not a province of @vant/area-data and has no \`official\` name`);
  const row: Row = {
    code,
    name_zh: province.zh,
    name_en: province.en,
    official_zh: official,
    short_zh: province.short,
    level: "province",
    parent: country.code,
    province: code,
    prefix_digits: 2,
    pooling: province.whole === true,
    tile: province.tile,
    point: code === corps ? meanOf(corpsCities.map(([city]) => points.get(city))) : points.get(code),
    in_scheme: !province.outside,
  };
  if (province.outside) return [row];
  if (code === corps) return [row, ...corpsCities.map(([city, name]) => division(city, name, code, "county"))];
  if (province.whole) return [row];
  const cities = Object.entries(areaList.city_list).filter(([city]) => within(city, code) && !city.endsWith("9000"));
  const direct = counties.filter(
    ([county]) => within(county, code) && county.slice(2, 4) === "90" && !county.startsWith("6590"),
  );
  const areas = [...cities, ...direct].map(([area, name]) => division(area, name, code, "area"));
  return [row, ...areas, provincialArea(code, province, areas[0])];
}

function division(code: string, name: string, province: string, level: "area" | "county"): Row {
  const prefix_digits = code.endsWith("00") ? 4 : 6;
  return {
    code,
    name_zh: name,
    official_zh: name,
    level,
    parent: province,
    province,
    prefix_digits,
    pooling: level === "area",
    point: points.get(code),
  };
}

/** 省本级: the insured of the province's own agencies. The code xx9900 follows common use, not a published list. */
function provincialArea(province: string, { zh }: Province, capital: Row | undefined): Row {
  const row = division(`${province.slice(0, 2)}9900`, `${zh}省本级`, province, "area");
  const name = areaList.province_list[province]!.endsWith("自治区") ? `${zh}自治区本级` : row.name_zh;
  return { ...row, name_zh: name, official_zh: name, point: capital?.point, confidence: "illustrative" };
}

function within(code: string, province: string): boolean {
  return code.slice(0, 2) === province.slice(0, 2);
}

function meanOf(all: readonly (Point | undefined)[]): Point {
  const known = all.filter((point) => point !== undefined);
  const mean = (pick: (point: Point) => number) =>
    Math.round((known.reduce((sum, p) => sum + pick(p), 0) / known.length) * 1e4) / 1e4;
  return { latitude: mean((p) => p.latitude), longitude: mean((p) => p.longitude) };
}

function csv(rows: readonly Row[]): string {
  const header =
    "country,code,name_zh,name_en,official_zh,short_zh,level,parent,province,prefix_digits,pooling,tile_column,tile_row,latitude,longitude,in_scheme,confidence";
  const lines = rows.map((row) =>
    [
      "CN",
      row.code,
      row.name_zh,
      row.name_en,
      row.official_zh,
      row.short_zh,
      row.level,
      row.parent,
      row.province,
      row.prefix_digits,
      row.pooling,
      row.tile?.[0],
      row.tile?.[1],
      row.point?.latitude,
      row.point?.longitude,
      row.in_scheme ?? true,
      row.confidence ?? "official",
    ]
      .map((cell) => cell ?? "")
      .join(","),
  );
  return `${[header, ...lines].join("\n")}\n`;
}
