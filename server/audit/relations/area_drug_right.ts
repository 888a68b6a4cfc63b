import { raw } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";

/** An area that sends no right to any special drug keeps that register elsewhere: of its persons nobody can say that they had none. */
export default {
  name: "area_drug_right",
  title: { zh: "统筹区报送的特药资格", en: "Rights to special drugs that an area sent" },
  grain: { zh: "一个报送特药资格的统筹区", en: "an area that sends rights to special drugs" },
  key: ["insured_area"],
  speaks: ["entitlement"],
  own: {
    rights: { zh: "特药资格数", en: "Rights to special drugs" },
    drugs: { zh: "有资格的特药", en: "Special drugs that somebody has a right to" },
  },
  register: () =>
    raw(`select insured_area, count(*) as rights, list(distinct item_code order by item_code) as drugs
      from "current".entitlement where item_code is not null group by insured_area`),
} satisfies RelationFile;
