import type { Principal } from "../../../store/principal.ts";
import type { Kind, ListQuery, Order } from "../difference-list.ts";
import { type About, explanation } from "./about.ts";
import { codes, exportedColumns } from "./columns.ts";
import type { Exported } from "./exported.ts";
import { exportedRows } from "./rows.ts";

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

/** The claims of a list with all that was found of them. */
export function exportedClaims(principal: Principal, query: ListQuery, about: About): Exported {
  const { filter, kind, order } = query;
  const said = {
    title: "稽衡再结算：实付与应付",
    which: [
      ["清单", kinds[kind]],
      ["排序", orders[order]],
    ] as const,
    filter,
    meaning: [
      ["单位", "元，保留两位小数；差额＝实付－应付，正为多付，负为少付。"],
      ["应付", "按参保地待遇政策与就医地目录重新结算；政策文件未经核实的，须先核对政策。"],
      ["责任", "起付线、比例、封顶线、大病等由参保地经办机构计算：请其更正，不是对医药机构或个人的指认。"],
    ] as const,
    columns: exportedColumns,
    codes,
  };
  return {
    rows: exportedRows(principal, query),
    columns: exportedColumns,
    sheet: "再结算",
    generated: about.generated,
    explanation: (rows) => explanation(about, said, rows),
  };
}
