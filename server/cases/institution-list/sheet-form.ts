import type { Label } from "../../store/dictionary.ts";
import type { Style } from "../../store/workbook/workbook.ts";
import type { Answer } from "./answers.ts";

/** The sheet that an institution fills in. */
export const SHEET = "疑点核对";

/** A column of the sheet: what it is for, its heading and width. Their order is part of the form. */
interface FormColumn {
  name: string;
  heading: string;
  width: number;
  style: Style;
}

export const columns = [
  { name: "key", heading: "校验键（勿改）", width: 20, style: "text" },
  { name: "finding", heading: "疑点编号（勿改）", width: 36, style: "text" },
  { name: "title", heading: "规则", width: 24, style: "wrapped" },
  { name: "said", heading: "说明", width: 60, style: "wrapped" },
  { name: "basis", heading: "依据", width: 36, style: "wrapped" },
  { name: "innocent", heading: "须排除的合理情形", width: 36, style: "wrapped" },
  { name: "day", heading: "发生日", width: 12, style: "date" },
  { name: "claims", heading: "结算ID（就医地）", width: 30, style: "wrapped" },
  { name: "encounters", heading: "就诊ID（就医地）", width: 30, style: "wrapped" },
  { name: "cost", heading: "涉及费用（元）", width: 15, style: "money" },
  { name: "loss", heading: "基金损失（元）", width: 15, style: "money" },
  { name: "answer", heading: "机构意见", width: 12, style: "text" },
  { name: "reason", heading: "理由", width: 40, style: "wrapped" },
  { name: "files", heading: "材料文件名", width: 30, style: "wrapped" },
] as const satisfies readonly FormColumn[];
export type ColumnName = (typeof columns)[number]["name"];

/** Where a column stands, from 0. */
export const placeOf = (name: ColumnName): number => columns.findIndex((column) => column.name === name);

/** What stands in the answer's column. */
export const answerWords: Record<Answer, Label> = {
  accepted: { zh: "认可", en: "accepted" },
  contested: { zh: "申诉", en: "contested" },
};

/** Which finding, on which evidence, a row is about. */
export const keyOf = (finding: string, evidenceHash: string): string => `${finding}:${evidenceHash}`;

const KEY = /^([0-9a-f]{32}):([0-9a-f]{64})$/;

/** The finding and the evidence of a key; undefined where it is none. */
export function fromKey(text: string): { finding: string; evidenceHash: string } | undefined {
  const [, finding, evidenceHash] = KEY.exec(text) ?? [];
  return finding === undefined || evidenceHash === undefined ? undefined : { finding, evidenceHash };
}
