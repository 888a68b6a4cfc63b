import type { DistinctMeasure } from "../measure.ts";

export default {
  id: "persons",
  kind: "distinct",
  label: { zh: "人数", en: "Persons" },
  unit: "person",
  digits: 0,
  distinct: "person_id",
  population: {
    zh: "有就诊的参保人，按证件跨地区合并；证件缺失或不合格的只在参保地内按人员编号计",
    en: "insured persons with a visit, joined over areas by certificate; one without a sound certificate counts within the area of insurance",
  },
  formula: {
    zh: "不同参保人数，各组之和不等于合计",
    en: "number of different persons; groups do not add up to the total",
  },
  source: "design §8",
  needs: ["settlement.person_no", "settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies DistinctMeasure;
