import type { FigureQuery } from "../indicators/request.ts";

/** A question as the overview asks it, and the same asked of the stored settlements by hand. */
export interface OverviewQuestion {
  chart: string;
  filter: string;
  query: FigureQuery;
  raw: string;
}

interface Filter {
  name: string;
  where: Record<string, string>;
  /** The same as a condition on rows of the raw table. */
  raw: string;
}

const years = { from: "2024-01", to: "2024-12" };
const band = "visits,total_cost,fund_total,fund_ratio,reduced_advance";
const isInpatient = "left(care_type, 2) in ('21', '22', '24', '25', '28', '52', '53')";
const away = "left(insured_area, 2) <> left(care_area, 2)";
const isDirect = "settlement_type = '2'";
const usual = { care_scope: "cross_province", route: "direct" };
const usualRaw = `${away} and ${isDirect}`;

/** What a supervisor narrows down to: group of care, regions of either side, scheme, tier, scope. */
const filters: readonly Filter[] = [
  { name: "stays", where: { ...usual, care_group: "inpatient" }, raw: `${usualRaw} and ${isInpatient}` },
  {
    name: "out-patients",
    where: { ...usual, care_group: "outpatient" },
    raw: `${usualRaw} and left(care_type, 1) = '1'`,
  },
  { name: "all care", where: usual, raw: usualRaw },
  {
    name: "stays in one province",
    where: { ...usual, care_group: "inpatient", care: "310000" },
    raw: `${usualRaw} and ${isInpatient} and left(care_area, 2) = '31'`,
  },
  {
    name: "one pair of provinces",
    where: { ...usual, care_group: "outpatient", insured: "340000", care: "320000" },
    raw: `${usualRaw} and left(care_type, 1) = '1' and left(insured_area, 2) = '34' and left(care_area, 2) = '32'`,
  },
  {
    name: "one city",
    where: { ...usual, care_group: "inpatient", insured: "410100" },
    raw: `${usualRaw} and ${isInpatient} and insured_area = '410100'`,
  },
  {
    name: "scheme and tier",
    where: { ...usual, care_group: "inpatient", scheme: "390", tier: "3" },
    raw: `${usualRaw} and ${isInpatient} and scheme = '390' and deductible_level in ('01', '02', '03')`,
  },
  {
    name: "within the province",
    where: { care_scope: "within_province", care_group: "outpatient" },
    raw: `not ${away}`,
  },
];

const charts: readonly {
  name: string;
  measure: string;
  by?: string;
  order?: string;
  limit?: number;
  without?: string;
  raw: string;
}[] = [
  { name: "band", measure: band, raw: "" },
  { name: "trend", measure: "visits,fund_ratio", by: "month", raw: "date_trunc('month', settled_at)" },
  {
    name: "map, provinces of insurance",
    measure: "reduced_advance,visits",
    by: "insured",
    without: "insured",
    raw: "left(insured_area, 2)",
  },
  {
    name: "map, provinces of care",
    measure: "cost_per_stay,visits",
    by: "care",
    without: "care",
    raw: "left(care_area, 2)",
  },
  { name: "map, areas of insurance", measure: "fund_total,visits", by: "insured_city", raw: "insured_area" },
  { name: "map, areas of care", measure: "fund_total,visits", by: "care_city", raw: "care_area" },
  { name: "pairs of provinces", measure: "visits", by: "pair", raw: "left(insured_area, 2), left(care_area, 2)" },
  {
    name: "pairs of areas, the first",
    measure: "visits",
    by: "city_pair",
    order: "-visits",
    limit: 13,
    raw: "insured_area, care_area",
  },
  { name: "mix", measure: "visits,fund_total", by: "care_group", without: "care_group", raw: "left(care_type, 2)" },
];

/** Every question of the overview, by chart and filter, over one year. */
export function overviewQuestions(): OverviewQuestion[] {
  const asked = charts.flatMap(({ name, measure, by, order, limit, without, raw }) =>
    filters.map((filter) => {
      const where = Object.fromEntries(Object.entries(filter.where).filter(([dimension]) => dimension !== without));
      const query: FigureQuery = { measure, by, order, limit, ...years, where };
      return { chart: name, filter: filter.name, query, raw: rawQuestion(raw, filter.raw) };
    }),
  );
  const everything = { chart: "years", filter: "all", query: { measure: "visits", by: "year" } };
  return [{ ...everything, raw: rawQuestion("date_trunc('year', settled_at)", "true") }, ...asked];
}

/** Visits, cost and fund of settlements that were not taken back; copies of the two sides are not even told apart here. */
function rawQuestion(by: string, condition: string): string {
  const group = by === "" ? "" : `group by ${by} order by ${by}`;
  return `select ${by === "" ? "" : `${by}, `}count(distinct (insured_area, encounter_id)), sum(total_cost), sum(fund_total) from settlement
    where batch_to is null and coalesce(valid, '1') = '1' and coalesce(refunded, '0') = '0' and reported_by <> 'care'
      and settled_at >= timestamp '2024-01-01' and settled_at < timestamp '2025-01-01' and ${condition} ${group}`;
}
