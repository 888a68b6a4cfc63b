import type { Cell } from "../../../store/workbook/workbook.ts";
import type { DifferenceFilter } from "../difference-filter.ts";
import type { ExportedColumn } from "./columns.ts";

/** What an export rests on. */
export interface About {
  exportedAt: Date;
  lastBatch: number;
  lastSettledAt: string | null;
  ruleSet: string;
  /** Some rows are generated, none of them anybody's. */
  generated: boolean;
}

/** The same of a watermark, now. */
export function aboutExport({ lastBatch, lastSettledAt, ruleSet, generated }: Omit<About, "exportedAt">): About {
  return { exportedAt: new Date(), lastBatch, lastSettledAt, ruleSet, generated };
}

/** What a sheet 说明 says of one kind of list. */
export interface Said {
  title: string;
  /** The list and its order. */
  which: readonly (readonly [string, string])[];
  filter: DifferenceFilter;
  /** How its amounts are to be read. */
  meaning: readonly (readonly [string, string])[];
  columns: readonly ExportedColumn[];
  /** What the codes of a column say. */
  codes: Record<string, Record<string, string>>;
}

const filterNames: Record<keyof DifferenceFilter, string> = {
  from: "结算月（起）",
  to: "结算月（止）",
  insured: "参保地",
  care: "就医地",
  scope: "就医范围",
  route: "结算方式",
  group: "医疗类别",
  scheme: "险种",
  class: "差异类别",
  responsible: "责任方",
  materiality: "差异大小",
  cannot: "无法判断的原因",
  explaining: "解释差异的改变",
  institution: "医药机构",
  policy: "政策编号",
  systemic: "系统性问题",
  direction: "方向",
};

/** The sheet 说明: what the rows are, by which filters, from which data, and what headings and codes say. */
export function* explanation(about: About, said: Said, rows: number): Generator<Cell[]> {
  yield heading(said.title);
  if (about.generated)
    yield line("示意数据", "本表含生成的示意数据，不涉及任何真实的参保人或医药机构，不得作为审核依据。");
  yield line("行数", String(rows));
  for (const [name, value] of said.which) yield line(name, value);
  const set = Object.entries(said.filter) as [keyof DifferenceFilter, string][];
  yield line("筛选", set.length === 0 ? "无" : `${set.length} 项，如下`);
  for (const [name, value] of set) yield line(`　${filterNames[name]}`, value);
  yield line("导出时间", local(about.exportedAt));
  yield line("数据截至", [`批次 ${about.lastBatch}`, about.lastSettledAt?.replace("T", " ") ?? ""].join("　").trim());
  yield line("规则集", about.ruleSet);
  for (const [name, value] of said.meaning) yield line(name, value);
  yield [];
  yield heading("列");
  for (const { name, zh } of said.columns) yield line(zh, name);
  yield [];
  yield heading("代码");
  for (const [column, values] of Object.entries(said.codes))
    for (const [code, meaning] of Object.entries(values)) yield line(`${column} ${code}`, meaning);
}

function heading(text: string): Cell[] {
  return [{ value: text, style: "head" }];
}

function line(name: string, value: string): Cell[] {
  return [
    { value: name, style: "text" },
    { value, style: "wrapped" },
  ];
}

/** In the fund's time zone, whatever the machine's. */
function local(time: Date): string {
  return time.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
}
