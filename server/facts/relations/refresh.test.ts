import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { facts as allFacts, catchUpFacts, type Fact, forgetFacts, inOrder } from "../fact.ts";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

const facts = await FactsFixture.create();
await facts.connection.run(
  "insert into knowledge.drug_gender (item_code, sex) values ('001', '1'), ('XB05AAR013B001010101031', '2')",
);
beforeEach(() => facts.clear());

/**
 * Claims straight from settlements, changes told as by the real ones: what follows from claims is tried here, many times over; how claims come about is
 * tried beside `claim`.
 */
const plainClaim: Fact = {
  ...(await allFacts()).find(({ name }) => name === "claim")!,
  after: [],
  async rebuild(connection) {
    await connection.run(`delete from claim; insert into claim by name ${plainClaims}`);
  },
  async refresh(connection) {
    const keys =
      "claim_id, visit_id, person_id, institution_code, month, scheme, insured_area, benefit_year, settlement_id, encounter_id, care_encounter_id";
    await connection.run(`create or replace temp table before as from claim`);
    await connection.run(`delete from claim; insert into claim by name ${plainClaims}`);
    await connection.run(`insert into changed_claim
      select ${keys} from (from before except from claim) union select ${keys} from (from claim except from before)`);
  },
};
const plainClaims = `
  select concat_ws('|', insured_area, settlement_id, case when care then 'care' end) as claim_id,
    concat_ws('|', insured_area, encounter_id, case when care then 'care' end) as visit_id,
    settlement_id, encounter_id, copy[1] as care_settlement_id, copy[2] as care_encounter_id, reported_by,
    md5(person_no)::uuid as person_id, 'certified' as person_state, person_no, insured_area, institution_code, care_area,
    case when care_area is null then 'unknown' else 'cross_province' end as care_scope,
    case settlement_type when '3' then 'supplementary' when '1' then 'manual' else 'direct' end as route,
    case care_type when '21' then 'inpatient' else 'outpatient' end as care_group,
    scheme, begin_date, end_date, settled_at, date_trunc('month', settled_at)::date as month,
    coalesce(benefit_year, '2021') as benefit_year, counts_admission = '1' as counts_admission,
    settlement_type <> '3' and row_number() over (
      partition by insured_area, encounter_id, care, settlement_type = '3' order by settled_at desc, settlement_id
    ) = 1 as visit,
    begin_date as visit_begin, end_date as visit_end, (end_date - begin_date)::integer as nights, total_cost, fund_total,
    batch_from as batch_last
  from (
    select *, reported_by = 'care' as care,
      (select max([copy.settlement_id, copy.encounter_id]) from settlement as copy
        where copy.batch_to is null and copy.reported_by = 'care' and settlement.reported_by = 'insured'
          and copy.sender_settlement_id = settlement.sender_settlement_id) as copy
    from settlement where batch_to is null and valid = '1' and refunded = '0' and reported_by <> 'unknown'
  )`;
const names = ["stay", "event", "line", "person_year", "institution_month", "watched_use", "known_line"];
const tried = inOrder(
  new Map(
    [plainClaim, ...(await allFacts()).filter(({ name }) => names.includes(name))].map((fact) => [fact.name, fact]),
  ),
);

const relations = [
  "stay",
  "event",
  "line_owner",
  "line_link",
  "line",
  "known_line",
  "person_year",
  "institution_month",
  "watched_line",
  "watched_use",
];

async function state(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const relation of relations) found[relation] = await facts.rows(`from ${relation} order by all`);
  return found;
}

/** Few ids, so that reversals, copies, corrections, transfers and interim settlements meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: pick(...others) });
const numbers = {
  insured_area: mostly("410100", "130100"),
  institution_code: mostly("H11010500001", "H31010100009"),
  encounter_id: pick("E1", "E2"),
};
const side = pick("insured", "insured", "care", "unknown");
const settlement = fc.record({
  ...numbers,
  settlement_id: pick("S1", "S2", "S3"),
  reported_by: side,
  sender_settlement_id: pick(null, "M1", "M2"),
  person_no: pick("P1", "P2"),
  care_area: pick("110000", "410300", null),
  begin_date: pick("2021-03-01", "2021-03-05", "2021-03-11"),
  end_date: pick("2021-03-11", "2021-03-20"),
  refunded: mostly("0", "1"),
  settlement_type: pick("2", "2", "2", "1", "3"),
  care_type: pick("21", "21", "11"),
  counts_admission: pick("1", "1", "0"),
  benefit_year: pick("2021", null),
  valid: mostly("1", "0"),
  fund_total: pick("60.00", "0"),
  total_cost: pick("100.00", "250.50", "-100.00"),
  settled_at: pick("2021-03-11 10:00:00", "2021-12-31 23:59:59", "2022-01-01 00:00:00"),
});
const feeLine = fc.record({
  ...numbers,
  settlement_id: pick("S1", "S2", "S3", null, null),
  line_no: pick("1", "2", "3"),
  reported_by: side,
  charge_class: pick("09", "03", null),
  item_code: pick("XL01EAY012A001010101046", "XB05AAR013B001010101031", "XB05AAR013B001010257853", "001"),
  quantity: pick("2", "1.5", null),
  days_supply: pick("7", null),
  amount: pick("10.00", "20.55", "-10.00"),
  charged_at: pick("2021-03-05 08:00:00", null),
  valid: mostly("1", "0"),
});
const encounter = fc.record({
  ...numbers,
  reported_by: side,
  begin_at: pick("2021-03-01 09:30:00", null),
  admission_bed: pick("12", null),
  referred_from_encounter: pick(null, "E1"),
});
const accumulator = fc.record({
  insured_area: numbers.insured_area,
  person_no: pick("P1", "P2"),
  scheme: fc.constant("310"),
  benefit_year: pick("2021", "2022"),
  as_of: pick("2021-06-30", "2021-12-31"),
  basic_fund: pick("500.00", null),
});

/** Batches of one table each; records of one key only once, as the intake would have it. */
function batchOf(table: string, row: fc.Arbitrary<SettlementRow>, key: string[], maxLength: number) {
  return fc.record({
    table: fc.constant(table),
    rows: fc.uniqueArray(row, { selector: (each) => key.map((name) => each[name]).join(), minLength: 1, maxLength }),
  });
}
const encounterKey = ["insured_area", "institution_code", "encounter_id", "reported_by"];
const batch = fc.oneof(
  { weight: 5, arbitrary: batchOf("settlement", settlement, ["insured_area", "settlement_id", "reported_by"], 5) },
  { weight: 4, arbitrary: batchOf("fee_line", feeLine, [...encounterKey, "line_no"], 8) },
  { weight: 1, arbitrary: batchOf("encounter", encounter, encounterKey, 3) },
  {
    weight: 1,
    arbitrary: batchOf("accumulator", accumulator, ["insured_area", "person_no", "benefit_year", "as_of"], 2),
  },
);

test("a refresh equals a full build, after any batches", { timeout: 120_000 }, async () => {
  let refreshed = 0;
  let itemised = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 6, maxLength: 8 }), fc.nat(3), async (batches, together) => {
      await facts.clear();
      for (const [at, { table, rows }] of batches.entries()) {
        await facts.put(table, rows);
        if (at % 4 >= together) refreshed += (await catchUpFacts(facts.connection, tried)).refreshed.length;
      }
      await catchUpFacts(facts.connection, tried);
      const incremental = await state();
      itemised += incremental.line!.length;
      const [owned] = await facts.rows("select coalesce(sum(lines), 0)::integer as lines from line_link where used");
      expect(owned).toEqual({ lines: incremental.line!.length });
      await forgetFacts(facts.connection);
      await catchUpFacts(facts.connection, tried);
      expect(incremental).toEqual(await state());
    }),
    { numRuns: 4, seed: 11 },
  );
  expect(refreshed).toBeGreaterThan(30);
  expect(itemised).toBeGreaterThan(5);
});
