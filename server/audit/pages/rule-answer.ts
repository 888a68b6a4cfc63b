import type { Label } from "../../store/dictionary.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import type { Relations } from "../relation.ts";
import type { RuleCard } from "./rule-card.ts";

/** A rule as the interface answers it. */
export type RuleAnswer = Omit<RuleCard, "meanings" | "limits" | "explain" | "tests">;

export function ruleAnswer({ meanings: _, limits: __, explain: ___, tests: ____, ...card }: RuleCard): RuleAnswer {
  return card;
}

/** Reasons why a rule did not apply that are no column. */
const others: Record<string, Label> = {
  person: { zh: "无法确认是哪位参保人", en: "nobody can say who the person was" },
  volume: { zh: "量太少，不作判断", en: "too few to be judged" },
  peers: { zh: "同类太少，无从比较", en: "too few of its kind to compare with" },
  expected: { zh: "没有同类可作参照", en: "nothing of its kind to expect it by" },
  hub: { zh: "过于常见（如窗口、大院），未作联系", en: "too common to join by (a desk, a large hospital)" },
  "resettlement.cannot": { zh: "重新结算无法判断", en: "cannot be settled again" },
};

/**
 * A reason in words: `stay.end_date` → "住院：出院日期"; a relation alone is one that nobody supplied. What follows the name (`… not supplied`) is kept apart,
 * so that a whole rule without its column reads as such.
 */
export function reasonLabel(reason: string, relations: Relations): Label {
  const known = others[reason];
  if (known) return known;
  const [name = "", ...rest] = reason.split(" ");
  const tail = rest.join(" ");
  const label = columnLabel(name, relations);
  if (tail === "") return label;
  if (tail === "not supplied") return { zh: `${label.zh}（没有来源提供）`, en: `${label.en} (brought by no source)` };
  return { zh: `${label.zh}：${tail}`, en: `${label.en}: ${tail}` };
}

function columnLabel(name: string, relations: Relations): Label {
  const relation = relations.get(name);
  if (relation) return { zh: relation.title.zh, en: relation.title.en };
  const at = name.lastIndexOf(".");
  const [of, column] = [name.slice(0, at), name.slice(at + 1)];
  const owner = relations.get(of);
  const meaning = owner?.columns.get(column)?.label ?? columnOfTable(of, column);
  if (!meaning) return { zh: name, en: name };
  const title = owner?.title ?? loadDictionary().table(of.replace(/^current\./, "")).title;
  return { zh: `${title.zh}·${meaning.zh}`, en: `${title.en}: ${meaning.en}` };
}

function columnOfTable(table: string, column: string): Label | undefined {
  const found = loadDictionary()
    .tables.get(table.replace(/^current\./, ""))
    ?.columns.get(column)?.label;
  return found && { zh: found.zh, en: found.en };
}
