import type { DuckDBValue } from "@duckdb/node-api";
import { knownRegions } from "../../facts/regions-lookup.ts";
import { type About, aboutExport } from "../../settle/pages/export/about.ts";
import { arrowOf } from "../../settle/pages/export/arrow.ts";
import type { ExportedColumn } from "../../settle/pages/export/columns.ts";
import { csvOf } from "../../settle/pages/export/csv.ts";
import { type Format, formatNames, formats } from "../../settle/pages/export/formats.ts";
import { parquetOfTable } from "../../settle/pages/export/parquet.ts";
import { type ExportedTable, exportedTable } from "../../settle/pages/export/table.ts";
import { workbookOf } from "../../settle/pages/export/xlsx.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import type { Cell } from "../../store/workbook/workbook.ts";
import { scopedMoney } from "../run/scoped-findings.ts";
import { type ListQuery, wantedFindings } from "./finding-list.ts";
import { type Names, namesOf } from "./names.ts";
import { type RuleCard, type RuleCards, ruleCards } from "./rule-card.ts";
import { codesIn, type Shown, sentenceText } from "./sentence.ts";

/** What a list of findings can be written as, with its media type. */
export { formatNames, formats as findingFormats };
export type FindingFormat = Format;

const columns: readonly ExportedColumn[] = [
  { name: "finding", zh: "疑点编号", from: "found.finding" },
  { name: "rule", zh: "规则", from: "found.rule" },
  { name: "title", zh: "规则名称", from: "null::varchar" },
  { name: "origin", zh: "来源", from: "null::varchar" },
  { name: "lead", zh: "线索", from: "found.lead" },
  { name: "said", zh: "说明", from: "array_to_string(found.shown[1:20], chr(10))" },
  { name: "basis", zh: "依据", from: "null::varchar" },
  { name: "innocent", zh: "须排除的合理情形", from: "null::varchar" },
  { name: "responsible", zh: "责任方", from: "null::varchar" },
  { name: "cost", zh: "违规或疑似违规费用", from: "money.cost" },
  { name: "loss", zh: "基金损失（分担）", from: "money.loss" },
  { name: "day", zh: "发生日", from: "found.day" },
  { name: "institution_code", zh: "医药机构代码", from: "found.institution_code" },
  { name: "institution_name", zh: "医药机构", from: "host.institution_name" },
  { name: "insured_area", zh: "参保地代码", from: "found.insured_area" },
  { name: "insured_name", zh: "参保地", from: "insured.name_zh" },
  { name: "care_area", zh: "就医地代码", from: "found.care_area" },
  { name: "care_name", zh: "就医地", from: "care.name_zh" },
  { name: "claims", zh: "涉及结算", from: "found.claims" },
  { name: "state", zh: "状态", from: "found.state" },
  { name: "review", zh: "复核", from: "found.review" },
  { name: "version", zh: "规则版本", from: "found.version" },
  { name: "evidence_hash", zh: "证据指纹", from: "found.evidence_hash" },
];

const responsibles: Record<RuleCard["responsible"], string> = {
  institution: "医药机构",
  person: "参保人",
  "insured agency": "参保地经办机构",
  "care agency": "就医地经办机构",
  "policy data": "政策资料",
  record: "结算记录",
};

const codes = {
  状态: { open: "有效", shadow: "试运行规则", held: "暂缓（突增）", closed: "已关闭" },
  复核: { none: "未复核", reopened: "证据有变，重开", confirmed: "属实", dismissed: "排除", doubtful: "存疑" },
};

const filterNames: Record<Exclude<keyof ListQuery, "held">, string> = {
  rule: "规则",
  category: "规则类别",
  state: "状态",
  review: "复核",
  stage: "办理阶段",
  mine: "本人办理的",
  responsible: "责任方",
  lead: "线索",
  snoozed: "暂缓的疑点",
  insured: "参保地",
  care: "就医地",
  institution: "医药机构",
  least: "基金损失不少于（元）",
  from: "发生日（起）",
  to: "发生日（止）",
  claim: "结算",
  text: "查找",
  order: "排序",
};

/**
 * All findings of a list as the bytes of a file, and how many there are: the sentence, its ground and what must be ruled out stand beside each.
 * @param stage the one folder that the database may write to
 * @throws export.too_many_rows where a sheet holds fewer
 */
export async function exportFindings(
  format: FindingFormat,
  reader: Reader,
  principal: Principal,
  query: ListQuery,
  mark: Parameters<typeof aboutExport>[0],
  stage: string,
): Promise<{ rows: number; content: AsyncIterable<Uint8Array> | Iterable<string> }> {
  const library = await ruleCards(reader.connection);
  const table = await inWords(reader, await exportedTable(reader, rowsOf(principal, query, library)), library);
  if (format === "csv") return { rows: table.rows, content: csvOf(table) };
  if (format === "arrow") return { rows: table.rows, content: arrowOf(table) };
  if (format === "parquet") return parquetOfTable(reader, table, stage);
  const about = aboutExport(mark);
  const sheet = { rows: sql``, columns, sheet: "疑点", generated: about.generated };
  return {
    rows: table.rows,
    content: workbookOf(table, { ...sheet, explanation: (rows) => explanation(about, query, rows) }),
  };
}

function rowsOf(principal: Principal, query: ListQuery, library: RuleCards): Sql {
  const named = raw(columns.map(({ name, from }) => `${from} as ${name}`).join(", "));
  return sql`with region_name as (select id, name_zh from ${knownRegions()}),
      host as (select institution_code, any_value(institution_name) as institution_name from institution where batch_to is null group by institution_code)
    select ${named} from (${wantedFindings(principal, query, library)}) as found
    left join region_name as insured on insured.id = found.insured_area
    left join region_name as care on care.id = found.care_area
    left join (
      select finding, cost, loss from (select finding, sum(cost)::decimal(16, 2) as cost from ${scopedMoney(principal, "finding_cost")} as costs group by finding)
      left join (select finding, sum(share)::decimal(16, 2) as loss from ${scopedMoney(principal, "finding_money")} as losses where own group by finding) using (finding)
    ) as money on money.finding = found.finding
    left join host on host.institution_code = found.institution_code
    order by found.place nulls last, found.rule, found.finding`;
}

/** The same table with what the rules say put into its empty columns. */
async function inWords(reader: Reader, table: ExportedTable, { cards }: RuleCards): Promise<ExportedTable> {
  const at = Object.fromEntries(columns.map(({ name }, i) => [name, i])) as Record<string, number>;
  const ruleOf = (row: number) => String(table.value(at.rule!, row));
  const shownOf = (row: number): Shown[] =>
    String(table.value(at.said!, row) ?? "")
      .split("\n")
      .filter(Boolean)
      .map((text) => JSON.parse(text));
  const found = Array.from({ length: table.rows }, (_, row) => ({ rule: ruleOf(row), shown: shownOf(row) }));
  const names = await namesOf(reader, codesIn(cards, found));
  return {
    ...table,
    value: (column, row) => worded(columns[column]!.name, found[row]!, cards, names) ?? table.value(column, row),
  };
}

function worded(
  column: string,
  { rule, shown }: { rule: string; shown: readonly Shown[] },
  cards: RuleCards["cards"],
  names: Names,
): DuckDBValue | undefined {
  const card = cards.get(rule);
  if (!card) return undefined;
  switch (column) {
    case "title":
      return card.title.zh;
    case "origin":
      return card.official ? "官方" : "自建/可疑";
    case "said":
      return shown.map((each) => sentenceText(card, each, names).zh).join("");
    case "basis":
      return card.basis.map(({ law, article }) => `${law} ${article}`).join("；");
    case "innocent":
      return card.innocent.map(({ zh }) => zh).join("；");
    case "responsible":
      return responsibles[card.responsible];
    default:
      return undefined;
  }
}

/** The sheet 说明: what the rows are, by which filters, from which data, and what headings and codes say. */
function* explanation(about: About, query: ListQuery, rows: number): Generator<Cell[]> {
  yield [{ value: "稽衡疑点清单", style: "head" }];
  if (about.generated)
    yield line("示意数据", "本表含生成的示意数据，不涉及任何真实的参保人或医药机构，不得作为审核依据。");
  yield line("行数", String(rows));
  yield line("性质", "疑点是规则的提示，不是认定；自建规则一律为可疑。须先排除合理情形，线索须先调取材料。");
  const { held: _, ...filters } = query;
  for (const [name, value] of Object.entries(filters))
    yield line(`　${filterNames[name as keyof typeof filters]}`, value);
  yield line("导出时间", about.exportedAt.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }));
  yield line("数据截至", `批次 ${about.lastBatch}　${about.lastSettledAt?.replace("T", " ") ?? ""}`.trim());
  yield line("规则集", about.ruleSet);
  yield [];
  for (const { name, zh } of columns) yield line(zh, name);
  yield [];
  for (const [column, values] of Object.entries(codes))
    for (const [code, meaning] of Object.entries(values)) yield line(`${column} ${code}`, meaning);
}

function line(name: string, value: string): Cell[] {
  return [
    { value: name, style: "text" },
    { value, style: "wrapped" },
  ];
}
