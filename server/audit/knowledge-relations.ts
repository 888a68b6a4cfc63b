import { tableOf } from "../knowledge/class-table.ts";
import { type KnowledgeClass, type KnowledgeColumn, knowledgeClasses } from "../knowledge/knowledge-class.ts";
import { sql } from "../store/sql.ts";
import type { Meaning, RelationFile } from "./relation.ts";

const common: Readonly<Record<string, Meaning>> = {
  item_code: { zh: "项目编码", en: "Item" },
  other_code: { zh: "另一项目编码", en: "Other item" },
  generic_code: { zh: "通用名部分", en: "Generic part of the code" },
  other_generic: { zh: "另一通用名部分", en: "Generic part of the other code" },
  item_name: { zh: "项目名称", en: "Name of the item" },
  basis: { zh: "逻辑依据", en: "Why, as published" },
  batch: { zh: "知识批次", en: "Batch" },
  published_on: { zh: "公布日期", en: "Published on" },
};

/** The relation `knowledge.<class>` of every class: the points in force, to look items up in, to be driven and limited by. */
export function knowledgeRelations(classes: readonly KnowledgeClass[] = knowledgeClasses()): RelationFile[] {
  return classes.map((each) => ({
    name: `knowledge.${each.name}`,
    title: { zh: `知识点：${each.title.zh}`, en: `Knowledge: ${each.title.en}` },
    grain: { zh: "一条现行有效的知识点", en: "one knowledge point in force" },
    key: each.key,
    speaks: [],
    own: {
      ...common,
      ...Object.fromEntries(each.columns.map((column) => [column.name, meaningOf(column)])),
    },
    register: () => sql`select * from ${tableOf(each)}`,
  }));
}

function meaningOf({ label, unit, codes }: KnowledgeColumn): Meaning {
  return { ...label, ...(unit === null ? {} : { unit }), ...(codes === null ? {} : { codes }) };
}
