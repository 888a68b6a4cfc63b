import { m } from "../paraglide/messages.js";
import { everything } from "./state.ts";

type Message = () => string;

const scopes: Record<string, Message> = {
  cross_province: m.scope_cross_province,
  within_province: m.scope_within_province,
  local: m.scope_local,
  [everything]: m.scope_all,
};
const routes: Record<string, Message> = {
  direct: m.route_direct,
  manual: m.route_manual,
  supplementary: m.route_supplementary,
  [everything]: m.route_all,
};
const groups: Record<string, Message> = {
  inpatient: m.care_inpatient,
  outpatient: m.care_outpatient,
  chronic: m.care_chronic,
  pharmacy: m.care_pharmacy,
  other: m.care_other,
  unmapped: m.care_unmapped,
  [everything]: m.care_all,
};
const schemes: Record<string, Message> = { "310": m.scheme_310, "390": m.scheme_390 };
const tiers: Record<string, Message> = {
  "3": m.tier_3,
  "2": m.tier_2,
  "1": m.tier_1,
  "0": m.tier_0,
  unknown: m.tier_unknown,
};
const filings: Record<string, Message> = {
  LT_RETIRE: m.filing_lt_retire,
  LT_RESIDE: m.filing_lt_reside,
  LT_WORK: m.filing_lt_work,
  TMP_REFER: m.filing_tmp_refer,
  TMP_EMERG: m.filing_tmp_emerg,
  TMP_OTHER: m.filing_tmp_other,
  EXEMPT: m.filing_exempt,
  NONE: m.filing_none,
  unknown: m.filing_unknown,
};
const credentials: Record<string, Message> = {
  "01": m.credential_01,
  "02": m.credential_02,
  "03": m.credential_03,
  unknown: m.credential_unknown,
};
const confidences: Record<string, Message> = {
  official: m.published_confidence_official,
  reported: m.published_confidence_reported,
  derived: m.published_confidence_derived,
  recalled: m.published_confidence_recalled,
};
const reporters: Record<string, Message> = {
  insured: m.reporter_insured,
  care: m.reporter_care,
  unknown: m.upload_reporter_unknown,
};
const rejects: Record<string, Message> = {
  missing: m.reject_missing,
  not_a_date: m.reject_not_a_date,
  not_a_number: m.reject_not_a_number,
  not_a_flag: m.reject_not_a_flag,
  decimals: m.reject_decimals,
  thousands_separator: m.reject_thousands_separator,
  too_large: m.reject_too_large,
  too_long: m.reject_too_long,
  bad_certificate: m.reject_bad_certificate,
  out_of_range: m.reject_out_of_range,
  field_count: m.reject_field_count,
  open_quote: m.reject_open_quote,
  stray_quote: m.reject_stray_quote,
  stray_return: m.reject_stray_return,
  nul_byte: m.reject_nul_byte,
  encoding: m.reject_encoding,
  record_too_long: m.reject_record_too_long,
  date_range: m.reject_date_range,
  json_syntax: m.reject_json_syntax,
  json_not_object: m.reject_json_not_object,
  json_nested: m.reject_json_nested,
  json_duplicate_key: m.reject_json_duplicate_key,
};

const jobs: Record<string, Message> = {
  load: m.job_load,
  figures: m.job_figures,
  export: m.job_export,
  policies: m.job_policies,
};

/** Values of the small dimensions with their names; a value without a name shows itself. */
export const names = {
  scopes,
  routes,
  groups,
  schemes,
  tiers,
  filings,
  credentials,
  confidences,
  reporters,
  rejects,
  jobs,
};

export function nameOf(table: Record<string, Message>, value: string): string {
  return table[value]?.() ?? value;
}

export function options(table: Record<string, Message>): { value: string; label: string }[] {
  return Object.entries(table).map(([value, label]) => ({ value, label: label() }));
}

const publishedUnits: Record<string, Message> = {
  万人次: m.unit_wan_visits,
  万元: m.unit_wan_yuan,
  亿元: m.unit_yi_yuan,
  元: m.unit_yuan,
  人次: m.unit_visits,
  天: m.unit_days,
};

/** Units as the sources write them; English readers see what they stand for. */
export function publishedUnit(unit: string): string {
  return publishedUnits[unit]?.() ?? unit;
}
