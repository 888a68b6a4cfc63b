import { wordsIn } from "../../knowledge/words.ts";
import type { Label } from "../../store/dictionary.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import type { Relation, RelationColumn, Relations } from "../relation.ts";
import type { ReadRule } from "../rule/rule-file.ts";
import { comparedLabels } from "../statistics/shown.ts";
import { shownNames } from "./limits.ts";

export const valueKinds = [
  "money",
  "number",
  "ratio",
  "date",
  "time",
  "institution",
  "region",
  "code",
  "key",
  "text",
] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What a shown value is: how it is called, how it is written. */
export interface ValueMeaning {
  label: Label;
  kind: ValueKind;
  /** Code table of a `code`. */
  codes: string | null;
  /** Stands behind the number: 晚, nights. */
  unit: Label | null;
}

/** What shapes make themselves, by the name an explanation may use. */
const made: Record<string, Label> = {
  ...comparedLabels,
  reached: { zh: "达到", en: "Reached" },
  limit: { zh: "限度", en: "Limit" },
  size: { zh: "人数", en: "Persons" },
  lift: { zh: "与平常之比", en: "Times the usual share" },
  shared: { zh: "共同次数", en: "Times together" },
  different: { zh: "不同机构", en: "Different institutions" },
  hubs: { zh: "因人多未计", en: "Left out as too common" },
  own_records: { zh: "该地此间入院", en: "Admissions of the area then" },
  host_records: { zh: "全院此间入院", en: "Admissions of all then" },
  own_others: { zh: "该地此前入院", en: "Admissions of the area before" },
  host_others: { zh: "全院此前入院", en: "Admissions of all before" },
  records: { zh: "记录数", en: "Records" },
  first_day: { zh: "首日", en: "First day" },
  last_day: { zh: "末日", en: "Last day" },
};

/** The meaning of every value that a rule's explanation shows: that of its column, else what the words around it in the sentence say. */
export function meaningsOf(rule: ReadRule, relations: Relations): Map<string, ValueMeaning> {
  return new Map(shownNames(rule.explain.zh).map((name) => [name, meaningOf(name, rule, relations)]));
}

function meaningOf(name: string, rule: ReadRule, relations: Relations): ValueMeaning {
  const { label, unit } = wordsAround(name, rule);
  if (name.startsWith("$")) {
    const measured = rule.parameters?.[name.slice(1)]?.unit;
    // One and a half times is a factor, one and a half per cent a share.
    const kind = measured === "yuan" ? "money" : measured === "ratio" && unit?.zh !== "倍" ? "ratio" : "number";
    return { label, kind, codes: null, unit };
  }
  const [relation, column] = columnOf(name, rule, relations);
  if (relation && column) return inItsWords(relation.name, ofColumn(name, column, unit), column.name);
  const kind = unit === null ? kindByName(name) : unit.zh === "元" ? "money" : "number";
  return { label: made[name] ?? label, kind, codes: null, unit };
}

/** Named after its column; of two sides also after the side. */
function ofColumn(name: string, { label, type, unit: measured }: RelationColumn, unit: Label | null): ValueMeaning {
  const side = sides[name.split(".")[0] ?? ""];
  const named = kindByName(name);
  // It is shown by its name.
  const own = named === "institution" ? { zh: "医药机构", en: "Institution" } : label;
  const called = side && name.includes(".") ? { zh: `${side.zh}${own.zh}`, en: `${side.en}: ${own.en}` } : own;
  const of = (kind: ValueKind, codes: string | null = null) => ({ label: called, kind, codes, unit });
  if (named !== "text") return of(named);
  if (type.kind === "money" || measured === "yuan") return of("money");
  if (type.kind === "number") return of(measured === "ratio" ? "ratio" : "number");
  if (type.kind === "date") return of("date");
  if (type.kind === "timestamp") return of("time");
  if (type.kind === "key") return of("key");
  const codes = type.kind === "text" ? (type.codes ?? codesByName[lastOf(name)] ?? null) : null;
  return of(codes === null ? "text" : "code", codes);
}

/** Columns that facts make from codes, under other names than the dictionary's. */
const codesByName: Record<string, string> = {
  filing: "filing_class",
  filing_class: "filing_class",
  care_group: "care_group",
  route: "route",
};

const sides: Record<string, Label> = {
  left: { zh: "甲·", en: "First" },
  right: { zh: "乙·", en: "Second" },
  other: { zh: "对照·", en: "Beside it" },
};

/** Codes of institutions and regions are called alike in all relations; pseudonyms are never written out. */
function kindByName(name: string): ValueKind {
  const column = lastOf(name);
  if (/(^|_)institution(_code)?$/.test(column)) return "institution";
  if (/(^|_)(area|province|city)$/.test(column)) return "region";
  if (/(^|_)(day|date|on)$/.test(column)) return "date";
  if (/(^|_)(person_id|phone|certificate_no)$/.test(column)) return "key";
  return "text";
}

/** A text of knowledge that may be a few words only is read by them. */
function inItsWords(relation: string, meaning: ValueMeaning, column: string): ValueMeaning {
  if (meaning.kind !== "text" || wordsIn(relation, column) === null) return meaning;
  return { ...meaning, kind: "code", codes: `${relation}.${column}` };
}

function columnOf(
  name: string,
  { find }: ReadRule,
  relations: Relations,
): [relation?: Relation | undefined, column?: RelationColumn | undefined] {
  const [shape] = Object.values(find) as [Record<string, unknown>];
  if (Object.hasOwn((shape.values ?? {}) as object, name) || Object.hasOwn(made, name)) return [];
  const [of, column] = name.includes(".") ? (name.split(".") as [string, string]) : ["", name];
  const relation = relationOf(of, shape, relations);
  return [relation, relation?.columns.get(column)];
}

interface SideOf {
  of?: string;
  lookup?: readonly { as: string; in: string }[];
}

/** The relation that a name before the point stands for: a side, or what a side looks up. */
function relationOf(of: string, shape: Record<string, unknown>, relations: Relations): Relation | undefined {
  const own = shape as SideOf;
  const all = [own, ...(Object.values(shape).filter((each) => typeof each === "object") as SideOf[])];
  const lookup = all.flatMap((side) => side.lookup ?? []).find((each) => each.as === of);
  const side = of === "" ? own.of : (lookup?.in ?? (shape[of] as SideOf | undefined)?.of);
  return relations.get(side ?? ("classes" in shape ? "resettlement" : ""));
}

/** The words just before a value, up to a mark of punctuation or another value, and the unit right behind it, by the Chinese sentence. */
function wordsAround(name: string, { explain }: ReadRule): { label: Label; unit: Label | null } {
  const [head = "", tail = ""] = explain.zh.split(`{${name}}`);
  const words = head
    .split(/[，。；：、（）()}]/)
    .at(-1)!
    .replace(/^(张|天|晚|人|次|倍)?(内|的)?/, "");
  const plain = lastOf(name.replace(/^\$/, "")).replaceAll("_", " ");
  const unit = Object.keys(units).find((each) => tail.startsWith(each));
  return {
    label: { zh: words || plain, en: `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}` },
    unit: unit === undefined ? null : { zh: unit, en: units[unit]! },
  };
}

const units: Record<string, string> = {
  元: "yuan",
  天: "days",
  晚: "nights",
  小时: "hours",
  个月: "months",
  人: "persons",
  次: "times",
  家: "institutions",
  个省: "provinces",
  省: "provinces",
  张: "beds",
  笔: "settlements",
  倍: "times",
  公里: "km",
  克: "g",
  味: "herbs",
  种: "drugs",
  岁: "years",
  "%": "%",
};

const lastOf = (name: string) => name.slice(name.lastIndexOf(".") + 1);

/** Words of facts that no code table of the dictionary holds. */
const ofFacts: Record<string, Record<string, Label>> = {
  care_group: {
    inpatient: { zh: "住院", en: "in-patient" },
    outpatient: { zh: "普通门诊", en: "out-patient" },
    chronic: { zh: "门诊慢特病", en: "chronic disease" },
    pharmacy: { zh: "药店购药", en: "pharmacy" },
    other: { zh: "其他", en: "other" },
    unmapped: { zh: "未归类", en: "not classified" },
  },
  route: {
    direct: { zh: "直接结算", en: "direct" },
    manual: { zh: "手工报销", en: "by hand" },
    supplementary: { zh: "补充结算", en: "supplementary" },
  },
};

/** What a code stands for; the code where its table does not have it. */
export function codeLabel(table: string, code: string): Label {
  const at = table.lastIndexOf(".");
  const words = at < 0 ? ofFacts[table] : wordsIn(table.slice(0, at), table.slice(at + 1));
  const own = words?.[code] ?? loadDictionary().codes.get(table)?.values.get(code)?.label;
  return own ? { zh: own.zh, en: own.en } : { zh: code, en: code };
}
