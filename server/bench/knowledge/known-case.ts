/** A line of an invented bill. */
export interface KnownLine {
  item: string;
  /** Days after the stay begins, and the hour. */
  day: number;
  hour: number;
  quantity: number;
  price: string;
  priceLimit: string | null;
  /** Paid by the person alone. */
  selfPaid: boolean;
}

/** A stay that breaks a published limit, or its innocent twin. */
export interface KnownCase {
  knowledge: string;
  guilty: boolean;
  sex: string;
  age: number;
  scheme: string;
  careType: string;
  /** Hospital level by the code table: 02, 05, 08 are the three tiers. */
  level: string;
  lines: KnownLine[];
}

const plain = { guilty: false, sex: "1", age: 40, scheme: "310", careType: "21", level: "02" };
const line = (item: string, more: Partial<KnownLine> = {}): KnownLine => ({
  ...{ item, day: 0, hour: 9, quantity: 1, price: "100", priceLimit: null, selfPaid: false },
  ...more,
});
const onDays = (item: string, days: number, every = 1) =>
  Array.from({ length: days }, (_, i) => line(item, { day: i * every }));

/** A point as the table of its class has it. */
export type KnownPoint = Record<string, string | string[] | null> & { item_code: string };
type Stay = Partial<Omit<KnownCase, "knowledge" | "guilty">> & Pick<KnownCase, "lines">;
/** What breaks the limit of a point, and what comes near it and does not. */
type Pair = readonly [guilty: Stay, twin: Stay];

const bySex = ({ item_code, sex }: KnownPoint): Pair => {
  const lines = [line(item_code)];
  return [
    { lines, sex: sex === "1" ? "2" : "1" },
    { lines, sex: String(sex) },
  ];
};
const ages: Record<string, number> = { newborn: 0, infant: 2, child: 8, elderly: 75 };
const byAge = ({ item_code, age_group }: KnownPoint): Pair => {
  const lines = [line(item_code)];
  return [
    { lines, age: 35 },
    { lines, age: ages[String(age_group)]! },
  ];
};

/** Of each class that has a published table: a stay that breaks a point, and one that keeps just within it. */
export const pairsOf: Readonly<Record<string, (point: KnownPoint) => Pair>> = {
  drug_gender: bySex,
  item_gender: bySex,
  drug_age: byAge,
  item_age: byAge,
  drug_hospital_level({ item_code, least_level }) {
    const lines = [line(item_code)];
    const [below, just] = least_level === "3" ? ["05", "02"] : ["08", "05"];
    return [
      { lines, level: below! },
      { lines, level: just! },
    ];
  },
  drug_course_days: ({ item_code, days }) => [
    { lines: onDays(item_code, Number(days) + 1) },
    { lines: onDays(item_code, Number(days)) },
  ],
  drug_insurance_type({ item_code, insurance }) {
    const guilty = { lines: [line(item_code)], sex: "2" };
    const twin = insurance === "maternity" ? { careType: "52" } : { lines: [line(item_code, { selfPaid: true })] };
    return [guilty, { ...guilty, ...twin }];
  },
  item_daily_frequency: ({ item_code, most }) => [
    { lines: [line(item_code, { quantity: Number(most) }), line(item_code, { hour: 15 })] },
    { lines: [line(item_code, { quantity: Number(most) }), line(item_code, { day: 1 })] },
  ],
  item_course({ item_code, days, gap_days, weekly_most }) {
    if (gap_days) return [{ lines: onDays(item_code, 2) }, { lines: onDays(item_code, 2, Number(gap_days)) }];
    // The one that is published is training of children.
    if (weekly_most)
      return [
        { lines: onDays(item_code, 2, 3), age: 8 },
        { lines: onDays(item_code, 2, 7), age: 8 },
      ];
    return [{ lines: onDays(item_code, Number(days) + 1) }, { lines: onDays(item_code, Number(days)) }];
  },
  item_work_age: ({ item_code }) => [
    { lines: [line(item_code)], age: 80 },
    { lines: [line(item_code)], age: 40 },
  ],
  item_duplicate_charge({ item_code, other_code, span, hours }) {
    const other = (more: Partial<KnownLine>) => [line(item_code), line(String(other_code), more)];
    const apart: Record<string, KnownLine[]> = {
      visit: [line(item_code)],
      day: other({ day: 1 }),
      hours: other({ hour: 9 + Number(hours) + 1 }),
      hour: other({ hour: 12 }),
    };
    return [{ lines: other({}) }, { lines: apart[String(span)]! }];
  },
  item_primary_secondary({ item_code, second }) {
    const first = line(item_code, { price: "2000", priceLimit: "2000" });
    const other = (price: string) => line(String(second), { price, priceLimit: "1500" });
    return [{ lines: [first, other("1500")] }, { lines: [first, other("750")] }];
  },
};

/** Both stays of a point. */
export function casesOf(knowledge: string, point: KnownPoint): KnownCase[] {
  const [guilty, twin] = pairsOf[knowledge]!(point);
  return [
    { ...plain, knowledge, ...guilty, guilty: true },
    { ...plain, knowledge, ...twin, guilty: false },
  ];
}
