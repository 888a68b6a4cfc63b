import { raw } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";

/** What batches brought, by the header they came with. A source is a layout and the side that reports by it. */
export default {
  name: "supply",
  title: { zh: "数据来源", en: "What sources bring" },
  grain: { zh: "一个批次带来的一列", en: "a column that a batch brought" },
  key: ["batch", "supplies"],
  speaks: ["batch"],
  own: {
    supplies: { zh: "带来的列", en: "Column brought" },
    source: { zh: "来源", en: "Source" },
  },
  register: () =>
    raw(`select batch, table_name || '.' || unnest(string_split(columns_supplied, ',')) as supplies, layout || ' ' || reporter as source
      from main.batch`),
} satisfies RelationFile;
