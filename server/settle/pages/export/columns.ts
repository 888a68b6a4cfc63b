/** A column of the export: its name where programs read it, its heading in a workbook, and what it is read from where that is more than its name. */
export interface ExportedColumn {
  name: string;
  zh: string;
  from?: string;
}

/**
 * What an export of differences holds, in this order. The person's pseudonym is left out; a claim is found again by area and settlement.
 * `found` is a row of `resettlement`; `insured`, `care` its regions and `host` its institution.
 */
export const exportedColumns: readonly ExportedColumn[] = [
  { name: "claim_id", zh: "结算标识" },
  { name: "settlement_id", zh: "结算ID" },
  { name: "insured_city", zh: "参保统筹区代码" },
  { name: "insured_name", zh: "参保统筹区", from: "insured.name_zh" },
  { name: "care_city", zh: "就医地区代码" },
  { name: "care_name", zh: "就医地区", from: "care.name_zh" },
  { name: "institution_code", zh: "医药机构代码", from: "found.institution_code" },
  { name: "institution_name", zh: "医药机构", from: "host.institution_name" },
  { name: "settled_at", zh: "结算时间" },
  { name: "month", zh: "结算月" },
  { name: "benefit_year", zh: "待遇年度" },
  { name: "scheme", zh: "险种" },
  { name: "care_group", zh: "医疗类别" },
  { name: "route", zh: "结算方式" },
  { name: "care_scope", zh: "就医范围" },
  { name: "filing", zh: "备案类别" },
  { name: "person_group", zh: "人员类别" },
  { name: "tier", zh: "医院等级" },
  { name: "difference_class", zh: "差异类别" },
  { name: "materiality", zh: "差异大小" },
  { name: "responsible", zh: "责任方" },
  { name: "explaining", zh: "解释差异的改变" },
  { name: "explanations", zh: "全部可解释的改变" },
  { name: "judged", zh: "判断" },
  { name: "reason", zh: "无法判断的原因" },
  { name: "total_cost", zh: "医疗费总额" },
  { name: "fund_total", zh: "基金实付" },
  { name: "fund_due", zh: "基金应付" },
  { name: "fund_difference", zh: "基金差额（实付减应付）" },
  { name: "largest_difference", zh: "各步最大差额" },
  { name: "personal_due", zh: "个人应负担" },
  { name: "clean_fund_due", zh: "基金应付（全年按应付累计）" },
  { name: "clean_personal_due", zh: "个人应负担（全年按应付累计）" },
  { name: "policy_id", zh: "政策编号" },
  { name: "policy_defect", zh: "政策存疑" },
  { name: "s1", zh: "拆分依据" },
  { name: "full_self_pay_due", zh: "全自费应计" },
  { name: "over_limit_due", zh: "超限价应计" },
  { name: "extra_first_pay", zh: "异地先行自付" },
  { name: "first_pay_due", zh: "先行自付应计" },
  { name: "in_scope_due", zh: "符合政策范围应计" },
  { name: "admission_no", zh: "住院次数" },
  { name: "deductible_standard_due", zh: "起付标准" },
  ...interval("deductible", "起付"),
  { name: "calculated", zh: "分段计算（封顶前）" },
  { name: "cap_left", zh: "封顶线余额" },
  { name: "over_cap", zh: "超封顶线费用" },
  ...interval("basic", "统筹基金"),
  ...interval("serious", "大病保险"),
  ...interval("large", "大额医疗"),
  ...interval("civil", "公务员补助"),
  ...interval("aid", "医疗救助"),
];

/** What is due at a step, and the least and the most it may be where the history is not complete. */
function interval(step: string, zh: string): ExportedColumn[] {
  return [
    { name: `${step}_due`, zh: `${zh}应计` },
    { name: `${step}_low`, zh: `${zh}下限` },
    { name: `${step}_high`, zh: `${zh}上限` },
  ];
}

/** What the codes of these columns say, for the sheet that explains them. */
export const codes: Record<string, Record<string, string>> = {
  险种: { "310": "职工基本医疗保险", "390": "城乡居民基本医疗保险" },
  医疗类别: { inpatient: "住院", outpatient: "普通门诊", chronic: "门诊慢特病", pharmacy: "药店购药" },
  结算方式: { direct: "直接结算", manual: "手工（零星）报销" },
  差异类别: {
    "RS-ID": "恒等关系不成立",
    "RS-LINE": "明细拆分不符",
    "RS-LMT": "限制项目误付",
    "RS-DEDC": "起付线不符",
    "RS-RATIO": "支付比例不符",
    "RS-CAP": "超封顶线支付",
    "RS-LAYER": "大病、大额等不符",
    "RS-POL": "政策缺陷",
  },
  差异大小: { rounding: "取整，不超过 0.05 元", minor: "不超过 1.00 元", material: "1.00 元以上" },
  责任方: {
    institution: "医药机构",
    insured_agency: "参保地经办机构：更正单，不是疑似违规",
    policy_data: "政策资料",
    record: "结算记录",
  },
  判断: { exact: "准确", interval: "年度累计不全，应付为一区间", no: "无法判断" },
  拆分依据: { lines: "费用明细", record: "结算记录（无明细或明细与总额不符）" },
};
