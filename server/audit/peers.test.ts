import { mad, median, quantileRank } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { ask, type PeersCase, refusalOf } from "./statistics/peers.fixture.ts";

/** Numbers that are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

let nextId = 0;
const stay = (institution: string, more: Record<string, unknown> = {}) => {
  nextId += 1;
  const id = String(nextId).padStart(6, "0");
  return {
    visit_id: `V${id}`,
    claim_id: `C${id}`,
    encounter_key: `K${id}`,
    institution_code: institution,
    begin_date: "2021-03-05",
    tier: "3",
    care_province: "310000",
    care_area: "310000",
    care_scope: "cross_province",
    disease: "J18",
    emergency: false,
    total_cost: 1000,
    ...more,
  };
};
const many = (n: number, make: (i: number) => Record<string, unknown>) => Array.from({ length: n }, (_, i) => make(i));

const share: PeersCase = {
  find: `of: stay
per: [institution_code]
period: { calendar: quarter, on: begin_date }
measure: { name: emergency_share, share: emergency }
against: others
among: [care_province, tier]
least: { volume: "20", peers: "5" }
breaks: z > 3 and beyond_chance > 3
members: emergency`,
  explain: "{institution_code}{period}{value}{median}{spread}{z}{rank}{peers}{volume}{value_percent}",
};

describe("against others", () => {
  test("median, spread, z and rank are those of simple-statistics", async () => {
    const random = dice(7);
    const costs = new Map<string, number[]>();
    for (let house = 0; house < 41; house++)
      costs.set(
        `H${house}`,
        Array.from({ length: 5 }, () => Math.round(random() * 1_000_000) / 100),
      );
    const rows = [...costs].flatMap(([house, all]) => all.map((total_cost) => stay(house, { total_cost })));
    const { found } = await ask(
      {
        find: `of: stay
per: [institution_code]
period: { calendar: month, on: begin_date }
measure: { name: cost, mean: total_cost }
against: others
among: [tier]
least: { volume: "1", peers: "1" }
breaks: value > 0
values: { exact: median, wide: spread }`,
        explain: "{institution_code}{value}{exact}{wide}{z}{rank}{peers}",
      },
      rows,
    );
    const means = new Map([...costs].map(([house, all]) => [house, all.reduce((a, b) => a + b, 0) / all.length]));
    const all = [...means.values()];
    const [middle, spread] = [median(all), 1.4826 * mad(all)];
    expect(found).toHaveLength(41);
    for (const { values } of found) {
      const own = means.get(values.institution_code!)!;
      expect(Number(values.value)).toBeCloseTo(own, 2);
      expect(Number(values.exact)).toBeCloseTo(middle, 4);
      expect(Number(values.wide)).toBeCloseTo(spread, 4);
      expect(Number(values.z)).toBeCloseTo((own - middle) / spread, 1);
      // Of one's peers, without oneself: simple-statistics counts oneself by half.
      expect(Number(values.rank)).toBeCloseTo((quantileRank(all, own) * 41 - 0.5) / 40, 1);
      expect(values.peers).toBe("40");
    }
  });

  test("one far from its peers is found with its claims; small ones and small strata are not judged", async () => {
    const usual = Array.from({ length: 9 }, (_, house) =>
      many(30, (i) => stay(`U${house}`, { emergency: i < 3 + (house % 3) })),
    ).flat();
    const odd = many(30, (i) => stay("ODD", { emergency: i < 24 }));
    const small = many(10, () => stay("SMALL", { emergency: true }));
    const alone = many(30, () => stay("ALONE", { emergency: true, tier: "1" }));
    const undated = [stay("U1", { begin_date: null })];
    const { found, counts, units } = await ask(share, [...usual, ...odd, ...small, ...alone, ...undated]);
    expect(found.map(({ subject }) => subject)).toEqual(["ODD|emergency_share|2021-Q1"]);
    expect(found[0]).toMatchObject({
      care_area: "310000",
      lead: false,
      values: { value: "0.8000", value_percent: "80.0", median: "0.1333", peers: "9", volume: "30", rank: "1.0000" },
    });
    expect(found[0]!.claims).toHaveLength(24);
    expect(counts).toEqual({ looked_at: 10, volume: 1, peers: 1, "stay.begin_date": 1 });
    // Everybody's value is told, far from its peers or not.
    expect(units.map(({ unit, reason }) => [unit, reason])).toEqual([
      ["ALONE", "peers"],
      ["ODD", null],
      ["SMALL", "volume"],
      ...Array.from({ length: 9 }, (_, house) => [`U${house}`, null]),
    ]);
    expect(units[3]).toMatchObject({ period: "2021-Q1", stratum: "310000|3" });
    expect(JSON.parse(units[3]!.values)).toMatchObject({
      measure: "emergency_share",
      value: "0.1000",
      median: "0.1333",
    });
  });

  test("where most are equal the mean deviation stands in, and where all are nobody is far", async () => {
    const equal = Array.from({ length: 9 }, (_, house) =>
      many(20, (i) => stay(`U${house}`, { emergency: i < 2 })),
    ).flat();
    const odd = many(20, (i) => stay("ODD", { emergency: i < 12 }));
    const find = share.find.replace("breaks: z > 3 and beyond_chance > 3", "breaks: z >= 0");
    const { found } = await ask({ ...share, find }, [...equal, ...odd]);
    // Deviations of ten: nine times 0 and once 0.5; their mean is 0.05.
    expect(found.find(({ subject }) => subject.startsWith("ODD"))!.values).toMatchObject({
      spread: "0.0627",
      z: "7.98",
    });
    expect((await ask({ ...share, find }, equal)).found.map(({ values }) => [values.z, values.spread])).toEqual(
      equal.filter((_, i) => i % 20 === 0).map(() => ["0.00", "0.0000"]),
    );
  });

  test("an own case mix is no difference: cases are held against the same cases of others", async () => {
    const random = dice(3);
    const house = (name: string, hearts: number, factor = 1) => [
      ...many(hearts, () =>
        stay(name, { disease: "I21", total_cost: Math.round(factor * (50_000 + 4000 * random())) }),
      ),
      ...many(40 - hearts, () =>
        stay(name, { disease: "J18", total_cost: Math.round(factor * (5000 + 400 * random())) }),
      ),
    ];
    const usual = Array.from({ length: 12 }, (_, i) => house(`U${String(i).padStart(2, "0")}`, 4 + (i % 3))).flat();
    const rows = [
      ...usual,
      ...house("HEARTS", 38),
      ...house("DEAR", 5, 2),
      ...many(30, () => stay("DEAR", { disease: "C16", total_cost: 900_000 })),
    ];
    const find = (mix: string) => `of: stay
per: [institution_code]
period: { calendar: year, on: begin_date }
measure: { name: cost, mean: total_cost }
against: others
among: [tier]
${mix}
least: { volume: "20", peers: "5" }
breaks: z > 5`;
    const explain = "{institution_code}{volume}{times}{value}{expected}";
    const crude = await ask({ find: find(""), explain }, rows);
    expect(crude.found.map(({ values }) => values.institution_code)).toEqual(["DEAR", "HEARTS"]);
    const adjusted = await ask({ find: find("mix: [disease]"), explain }, rows);
    expect(adjusted.found.map(({ values }) => values.institution_code)).toEqual(["DEAR"]);
    const { values } = adjusted.found[0]!;
    // The disease that nobody else treats is left out.
    expect(values.volume).toBe("40");
    expect(Number(values.times)).toBeCloseTo(2, 1);
    expect(Number(values.value) / Number(values.expected)).toBeCloseTo(2, 1);
  });

  test("a row held against rows that are not judged: prices all equal, one altered", async () => {
    const line = (n: number, price: number, route: string) => ({
      insured_area: "410100",
      institution_code: "H1",
      encounter_id: `E${n}`,
      line_no: "1",
      reporter: "insured",
      claim_id: `C${n}`,
      item_code: "X",
      care_province: "310000",
      route,
      price,
      day: "2021-03-05",
    });
    const rows = [...many(30, (i) => line(i, 452, "direct")), line(90, 5452, "manual"), line(91, 452, "manual")];
    const { found, counts } = await ask(
      {
        find: `of: line
per: [insured_area, institution_code, encounter_id, line_no, reporter]
period: { calendar: year, on: day }
measure: { name: price, mean: price }
against: others
judged: route = 'manual'
among: [item_code, care_province]
least: { volume: "1", peers: "20" }
breaks: times > 3`,
        explain: "{price}{median}{peers}{z}{times}".replace("{price}", "{value}"),
        needs: "line.price",
        unit: "line",
      },
      rows,
      "line",
    );
    expect(found).toMatchObject([
      { claims: ["C90"], values: { value: "5452.00", median: "452.00", peers: "30", z: "9999.00" } },
    ]);
    expect(counts).toEqual({ looked_at: 2 });
  });

  test("a unit that stood in two strata is told of once", async () => {
    const usual = ["2", "3"].flatMap((tier) =>
      Array.from({ length: 9 }, (_, house) =>
        many(30, (i) => stay(`U${house}`, { tier, emergency: i < 3 + (house % 3) })),
      ).flat(),
    );
    const odd = ["2", "3"].flatMap((tier) =>
      many(tier === "3" ? 30 : 25, (i) => stay("ODD", { tier, emergency: i < 24 })),
    );
    const { found } = await ask(share, [...usual, ...odd]);
    expect(found).toMatchObject([{ subject: "ODD|emergency_share|2021-Q1", values: { volume: "30" } }]);
  });

  test("the order of rows changes nothing", async () => {
    const random = dice(11);
    const rows = many(600, (i) =>
      stay(`H${i % 20}`, { emergency: random() < 0.2, disease: random() < 0.5 ? "A" : "B" }),
    );
    const each = {
      ...share,
      find: share.find
        .replace("breaks: z > 3 and beyond_chance > 3", "mix: [disease]\nbreaks: z > -99")
        .replace(/mix: \[disease\]\n/, "")
        .replace("least:", "mix: [disease]\nleast:"),
    };
    expect(await ask(each, rows)).toEqual(await ask(each, [...rows].reverse()));
  });
});

describe("against the rest of its own rows", () => {
  const each: PeersCase = {
    find: `of: stay
per: [institution_code]
period: { calendar: year, on: begin_date }
measure: { name: cost, mean: total_cost }
against: rest
judged: care_scope = 'cross_province'
mix: [disease]
least: { volume: "10", peers: "5" }
breaks: times > 1.5 and above >= 0.7
members: 'true'`,
    explain: "{institution_code}{value}{expected}{times}{above}{volume}{compared_volume}{above_percent}",
  };
  const cost = (scope: string, disease: string, total_cost: number) => ({ care_scope: scope, disease, total_cost });

  test("the same disease costs strangers twice; another case mix and one dear stay do not count", async () => {
    const twice = [
      ...many(12, (i) => stay("TWICE", cost("local", "J18", 5000 + 10 * i))),
      ...many(12, (i) => stay("TWICE", cost("cross_province", "J18", 10_000 + 20 * i))),
    ];
    const mixed = [
      ...many(12, () => stay("MIXED", cost("local", "J18", 5000))),
      ...many(12, () => stay("MIXED", cost("cross_province", "J18", 5000))),
      ...many(20, () => stay("MIXED", cost("cross_province", "C16", 90_000))),
      ...many(3, () => stay("MIXED", cost("local", "C16", 20_000))),
    ];
    const oneDear = [
      ...many(12, () => stay("ONE", cost("local", "J18", 5000))),
      ...many(12, (i) => stay("ONE", cost("cross_province", "J18", i === 0 ? 300_000 : 5000))),
    ];
    const few = [
      ...many(12, () => stay("FEW", cost("local", "J18", 5000))),
      ...many(9, () => stay("FEW", cost("cross_province", "J18", 50_000))),
    ];
    const strangersOnly = many(30, () => stay("ONLY", cost("cross_province", "J18", 50_000)));
    const { found, counts } = await ask(each, [...twice, ...mixed, ...oneDear, ...few, ...strangersOnly]);
    expect(found.map(({ subject }) => subject)).toEqual(["TWICE|cost|2021"]);
    expect(found[0]!.values).toMatchObject({
      times: "2.00",
      above: "1.0000",
      volume: "12",
      compared_volume: "12",
      value: "10110.00",
      expected: "5055.00",
    });
    expect(found[0]!.claims).toHaveLength(12);
    expect(counts).toEqual({ looked_at: 3, volume: 1, peers: 1 });
  });
});

describe("against its own past", () => {
  const each: PeersCase = {
    find: `of: stay
per: [institution_code]
period: { calendar: month, on: begin_date }
measure: { name: visits, total: '1' }
against: itself
window: "12"
least: { volume: "20", history: "6" }
breaks: times >= 2 and z > 3`,
    explain: "{period}{value}{expected}{times}{z}{history}",
  };
  const months = (house: string, counts: readonly number[]) =>
    counts.flatMap((n, i) => {
      const day = `${2019 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-10`;
      return many(n, () => stay(house, { begin_date: day }));
    });

  test("a jump is found; the same season, a short history and a gap are not", async () => {
    const steady = [10, 11, 9, 10, 12, 10, 10, 9, 11, 10, 10, 11];
    const rows = [
      ...months("JUMP", [...steady, 10, 9, 40]),
      ...months("SUMMER", [...steady.slice(0, 7), 45, ...steady.slice(8), ...steady.slice(0, 7), 46]),
      ...months("NEW", [10, 10, 10, 10, 10, 40]),
    ];
    const { found, counts } = await ask(each, rows);
    expect(found.map(({ subject }) => subject)).toEqual(["JUMP|visits|2020-03", "SUMMER|visits|2019-08"]);
    expect(found[0]!.values).toMatchObject({ value: "40", expected: "10", times: "4.00", history: "12" });
    // Spread of chance: the root of ten.
    expect(found[0]!.values.z).toBe("9.49");
    expect(counts).toMatchObject({ history: 1 });
  });

  test("months without anybody count as nothing", async () => {
    const rows = [...months("H", [30, 0, 0, 0, 0, 0, 0, 30]), ...months("OTHER", Array(8).fill(5))];
    const { found, counts } = await ask(each, rows);
    expect(found).toEqual([]);
    expect(counts.expected).toBe(1);
  });
});

describe("nonsense is refused with place and reason", () => {
  test.each<[string, string, string, string]>([
    [
      "two measures",
      "share: emergency",
      "share: emergency, mean: total_cost",
      "find peers measure: expected one of ratio, mean, share, total, got mean and share",
    ],
    [
      "a total among peers",
      "share: emergency",
      "total: '1'",
      "find peers measure total: expected ratio, mean or share",
    ],
    [
      "a text measured",
      "share: emergency",
      "mean: disease",
      "find peers measure mean: expected a number or an amount, got text",
    ],
    ["no minimum of peers", `, peers: "5"`, "", "find peers least peers: expected the least peers"],
    ["a minimum that hangs on rows", `volume: "20"`, "volume: nights", "find peers least volume: expected"],
    ["a period by a code", "on: begin_date", "on: tier", "find peers period on: expected a day or a moment, got text"],
    [
      "a unit's column as its case mix",
      "least:",
      "mix: [institution_code]\nleast:",
      "find peers mix: expected a column of cases",
    ],
    [
      "an unknown column",
      "among: [care_province, tier]",
      "among: [hospital]",
      "find peers among 0: expected a column of stay",
    ],
    ["a limit over rows", "breaks: z > 3 and", "breaks: total_cost > 3 and", "find peers breaks: expected a column"],
    ["the rest without its population", "against: others", "against: rest", "find peers judged: expected judged"],
    ["its past without a window", "against: others", "against: itself", "find peers window: expected window"],
    ["no limit of volume", `volume: "20", `, "", "find peers least: expected the key volume"],
  ])("%s", async (_, from, to, expected) => {
    expect(share.find).toContain(from);
    expect(await refusalOf({ ...share, find: share.find.replace(from, to) })).toContain(expected);
  });
});
