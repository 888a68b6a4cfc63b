import type { RelationFile } from "../relation.ts";
import line, { narrowedLines } from "./line.ts";

/** Lines by another way: what a rule finds in them it finds in `line`. */
export default {
  ...line,
  name: "known_line",
  narrowed: narrowedLines("known_fee"),
  title: { zh: "知识涉及的费用明细", en: "Fee line that knowledge speaks of" },
  grain: {
    zh: "有效结算的一条现行明细，其项目至少有一条现行知识点",
    en: "one current fee line of a settlement that counts, whose item has at least one knowledge point in force",
  },
} satisfies RelationFile;
