import { raw } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";

/** Drugs of the dual channel: those of the catalogue, and those that an open service or an entitlement names. */
export default {
  name: "special_drug",
  title: { zh: "特药", en: "Special drugs" },
  grain: { zh: "一个特药编码", en: "the code of a special drug" },
  key: ["item_code"],
  speaks: ["watched_item"],
  own: { listed: { zh: "列入特药", en: "Listed as a special drug" } },
  register: () =>
    raw(`select item_code, true as listed from (
      select item_code from main.watched_item where special_drug = '1'
      union select item_code from "current".network_service where service = 'special_drug' and item_code <> '*'
      union select item_code from "current".entitlement where item_code is not null
    )`),
} satisfies RelationFile;
