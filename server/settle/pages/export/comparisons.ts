import { knownRegions } from "../../../facts/regions-lookup.ts";
import type { Principal } from "../../../store/principal.ts";
import { raw, sql } from "../../../store/sql.ts";
import { type ConsistencyQuery, wantedComparisons } from "../../consistency/consistency-list.ts";
import { type About, explanation } from "./about.ts";
import { codes, type ExportedColumn } from "./columns.ts";
import type { Exported } from "./exported.ts";

const columns: readonly ExportedColumn[] = [
  { name: "claim_id", zh: "结算标识" },
  { name: "settlement_id", zh: "结算ID" },
  { name: "insured_city", zh: "参保统筹区代码" },
  { name: "insured_name", zh: "参保统筹区", from: "insured.name_zh" },
  { name: "care_city", zh: "就医地区代码" },
  { name: "care_name", zh: "就医地区", from: "care.name_zh" },
  { name: "institution_code", zh: "医药机构代码" },
  { name: "institution_name", zh: "医药机构", from: "host.institution_name" },
  { name: "settled_at", zh: "结算时间" },
  { name: "month", zh: "结算月" },
  { name: "scheme", zh: "险种" },
  { name: "care_group", zh: "医疗类别" },
  { name: "person_group", zh: "人员类别" },
  { name: "tier", zh: "医院等级" },
  { name: "filing", zh: "备案类别" },
  { name: "benefit_year", zh: "待遇年度" },
  { name: "admission", zh: "住院次数" },
  { name: "total_cost", zh: "医疗费总额" },
  { name: "fund_total", zh: "基金实付" },
  { name: "what", zh: "比较内容" },
  { name: "recorded", zh: "本次" },
  { name: "usual", zh: "同类" },
  { name: "rows", zh: "同类结算数" },
  { name: "share", zh: "同类中一致的比例" },
  { name: "amount", zh: "相差（元）" },
];
const whats = {
  deductible: "起付标准（元）",
  ratio: "统筹基金支付占进入统筹支付部分的比例",
  stated_ratio: "记录的统筹基金支付比例",
  reapplied: "统筹基金实付占比；“同类”为该记录自己写的支付比例",
};

/** Comparisons of settlements without a policy with their like, the largest amounts first. */
export function exportedComparisons(principal: Principal, query: ConsistencyQuery, about: About): Exported {
  const { what, ...filter } = query;
  const named = raw(columns.map(({ name, from }) => (from ? `${from} as ${name}` : `found.${name}`)).join(", "));
  const said = {
    title: "稽衡再结算：没有待遇政策文件的结算与同类不一致之处",
    which: [
      ["清单", what ? whats[what] : "全部"],
      ["排序", "相差大者在前"],
    ] as const,
    filter,
    meaning: [
      ["单位", "元，保留两位小数；相差＝本次－同类，正为多付，负为少付；起付标准相差为起付标准之差。"],
      [
        "同类",
        "参保地、险种、医疗类别、病种、人员类别、医院等级、备案类别、年度相同的结算，起付标准还须住院次数相同；至少 50 笔，其中九成一致。",
      ],
      ["性质", "只是疑点，不是认定：参保地没有可用的待遇政策文件，请其提供后再判断。"],
    ] as const,
    columns,
    codes: { 险种: codes.险种!, 医疗类别: codes.医疗类别!, 比较内容: whats },
  };
  return {
    rows: sql`with region_name as (select id, name_zh from ${knownRegions()}),
        host as (select institution_code, any_value(institution_name) as institution_name from institution where batch_to is null group by institution_code)
      select ${named} from (${wantedComparisons(principal, query)}) as found
      left join region_name as insured on insured.id = found.insured_city
      left join region_name as care on care.id = found.care_city
      left join host on host.institution_code = found.institution_code
      order by abs(found.amount) desc, found.claim_id, found.what`,
    columns,
    sheet: "与同类不一致",
    generated: about.generated,
    explanation: (rows) => explanation(about, said, rows),
  };
}
