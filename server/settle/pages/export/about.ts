import type { Cell } from "../../../store/workbook/workbook.ts";
import type { DifferenceFilter } from "../difference-filter.ts";
import type { Kind, ListQuery, Order } from "../difference-list.ts";
import { codes, exportedColumns } from "./columns.ts";

/** What an export rests on. */
export interface About {
  query: ListQuery;
  exportedAt: Date;
  lastBatch: number;
  lastSettledAt: string | null;
  ruleSet: string;
  /** Some rows are generated, none of them anybody's. */
  generated: boolean;
}

/** The same of a watermark, now. */
export function aboutExport(
  { lastBatch, lastSettledAt, ruleSet, generated }: Omit<About, "query" | "exportedAt">,
  query: ListQuery,
): About {
  return { query, exportedAt: new Date(), lastBatch, lastSettledAt, ruleSet, generated };
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
const kinds: Record<Kind, string> = {
  differing: "有差异",
  rounding: "仅取整",
  cannot: "无法判断",
  fine: "相符",
  all: "全部",
};
const orders: Record<Order, string> = {
  size: "差额大者在前",
  over: "多付多者在前",
  under: "少付多者在前",
  settled: "最近结算在前",
  oldest: "最早结算在前",
  total: "总费用大者在前",
  total_up: "总费用小者在前",
  paid: "实付多者在前",
  paid_up: "实付少者在前",
  due: "应付多者在前",
  due_up: "应付少者在前",
  claim: "按结算编号",
  insured: "按参保地",
  care: "按就医地和机构",
  finding: "按判断",
};

/** The sheet 说明: what the rows are, by which filters, from which data, and what headings and codes say. */
export function* explanation({ query, ...about }: About, rows: number): Generator<Cell[]> {
  const { filter, kind, order } = query;
  yield heading("稽衡再结算：实付与应付");
  if (about.generated)
    yield line("示意数据", "本表含生成的示意数据，不涉及任何真实的参保人或医药机构，不得作为审核依据。");
  yield line("行数", String(rows));
  yield line("清单", kinds[kind]);
  yield line("排序", orders[order]);
  const set = Object.entries(filter) as [keyof DifferenceFilter, string][];
  yield line("筛选", set.length === 0 ? "无" : `${set.length} 项，如下`);
  for (const [name, value] of set) yield line(`　${filterNames[name]}`, value);
  yield line("导出时间", local(about.exportedAt));
  yield line("数据截至", [`批次 ${about.lastBatch}`, about.lastSettledAt?.replace("T", " ") ?? ""].join("　").trim());
  yield line("规则集", about.ruleSet);
  yield line("单位", "元，保留两位小数；差额＝实付－应付，正为多付，负为少付。");
  yield line("应付", "按参保地待遇政策与就医地目录重新结算；政策文件未经核实的，须先核对政策。");
  yield line("责任", "起付线、比例、封顶线、大病等由参保地经办机构计算：请其更正，不是对医药机构或个人的指认。");
  yield [];
  yield heading("列");
  for (const { name, zh } of exportedColumns) yield line(zh, name);
  yield [];
  yield heading("代码");
  for (const [column, values] of Object.entries(codes))
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
