import { ident, raw, sql } from "../../store/sql.ts";
import { changedRows } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "institution",
  title: { zh: "定点医药机构名录", en: "Register of institutions" },
  grain: { zh: "一家定点医药机构", en: "one designated institution" },
  key: ["institution_code"],
  speaks: ["institution"],
  own: {},
  register: () =>
    raw("select * exclude (reported_by) from main.institution where batch_to is null and valid is distinct from '0'"),
  changed: (column, since) => sql`select ${ident(column)} from main.institution where ${changedRows(since)}`,
} satisfies RelationFile;
