import { expect, test } from "vitest";
import { FactsFixture } from "../facts.fixture.ts";

const facts = await FactsFixture.create(["claim"]);
const certificates = ["a", "b"].map((digit) => `00000000-0000-0000-0000-00000000000${digit}`);

/** Person and state of every claim, after the next catching up, which must not be a rebuild. */
async function persons() {
  const { rebuilt } = await facts.catchUp();
  const rows = await facts.rows("select person_id, person_state from claim order by settlement_id");
  return { rebuilt, persons: rows.map((row) => [row.person_id, row.person_state]) };
}

test("claims follow what is learnt of their persons later", async () => {
  const bill = { birth_date: "1950-01-01" };
  await facts.load([
    { ...bill, settlement_id: "S1", encounter_id: "E1", certificate_no: certificates[0]! },
    { ...bill, settlement_id: "S2", encounter_id: "E2", certificate_no: certificates[1]! },
    { ...bill, settlement_id: "S3", encounter_id: "E3", certificate_no: null },
  ]);
  const [first, second] = certificates;
  const [local] = await facts.rows("select md5('410100|P1')::uuid as id");
  const alone = [local!.id, "local"];
  expect((await persons()).persons).toEqual([[first, "certified"], [second, "certified"], alone]);

  await facts.put("person_link", [
    {
      certificate_type: "01",
      certificate_no: second!,
      linked_certificate_type: "01",
      linked_certificate_no: first!,
      valid: "1",
    },
  ]);
  const linked = [[first, "certified"], [first, "certified"], alone];
  expect(await persons()).toEqual({ rebuilt: [], persons: linked });

  await facts.put("filing", [{ certificate_no: second!, birth_date: "1960-01-01" }]);
  const doubtful = [[first, "quarantined"], [first, "quarantined"], alone];
  expect(await persons()).toEqual({ rebuilt: [], persons: doubtful });
});
