import { raw } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";

/**
 * Drugs of the dual channel: those of the catalogue, and those that an open service or an entitlement names. A drug that the catalogue lets go is an ordinary one
 * from then on, whatever stands open for it.
 */
export default {
  name: "special_drug",
  title: { zh: "特药", en: "Special drugs" },
  grain: { zh: "一个特药编码", en: "the code of a special drug" },
  key: ["item_code"],
  speaks: ["watched_item"],
  own: {
    listed: { zh: "列入特药", en: "Listed as a special drug" },
    listed_from: { zh: "列入特药起始日", en: "Special from", unit: "day" },
    listed_to: { zh: "列入特药终止日", en: "Special until", unit: "day" },
  },
  register: () =>
    raw(`select item_code, true as listed, coalesce(listed_from, date '1900-01-01') as listed_from, coalesce(listed_to, date '2099-12-31') as listed_to
      from (
        select item_code from main.watched_item where special_drug = '1'
        union select item_code from "current".network_service where service = 'special_drug' and item_code <> '*'
        union select item_code from "current".entitlement where item_code is not null
      )
      left join (
        select item_code, min(valid_from) as listed_from, max(coalesce(valid_to, date '2099-12-31')) as listed_to
        from main.catalogue_item where special_drug = '1' group by item_code
      ) using (item_code)`),
} satisfies RelationFile;
