import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { identityOf, type Particulars } from "../store/identity.ts";
import type { Keys } from "../store/keys.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { sql } from "../store/sql.ts";
import { settlementCsv, TestHouse } from "./house.fixture.ts";

let at: TestHouse;
beforeAll(async () => {
  at = await TestHouse.open({ derive: false });
});
afterAll(() => at.close());

const PERSON = "990101199001011230";

function opened(pseudonyms: readonly string[], keys: Keys = at.house.keys): Promise<Map<string, Particulars[]>> {
  return at.house.database.read(nationalPrincipal, (reader) => identityOf(reader, keys, pseudonyms));
}

async function everything() {
  const persons = await at.rows<{ person: string }>(sql`select distinct person from identity_entry order by person`);
  return opened(persons.map(({ person }) => person));
}

async function idOf(settlement: string): Promise<string> {
  const [row] = await at.rows<{ id: string }>(
    sql`select coalesce(certificate_no, md5(insured_area || '|' || person_no)::uuid) as id from settlement
        where settlement_id = ${settlement}`,
  );
  return row!.id;
}

/** Changes the sealed blocks for as long as `work` takes. */
async function tampered(change: string, work: () => Promise<void>): Promise<void> {
  await at.house.database.bulk(async (connection) => {
    await connection.run(`create or replace temp table kept as from identity; update identity set ${change}`);
  });
  await work();
  await at.house.database.bulk(async (connection) => {
    await connection.run("delete from identity; insert into identity from kept; drop table kept");
  });
}

test("what a batch says of a person is known by the pseudonym, each thing once", async () => {
  const masked = { certno: "9901**********1230", psn_no: "P9", psn_name: "示例丙" };
  await at.load(
    "setl_d.csv",
    settlementCsv([{}, { certno: " 990101900101123 " }, masked, { certno: "", psn_no: "P8", psn_name: "示例丁" }]),
  );
  const [person, again, local, nameless] = await Promise.all(["S1", "S2", "S3", "S4"].map(idOf));
  expect(again).toBe(person);
  expect(Object.fromEntries(await opened([person!, local!, nameless!]))).toEqual({
    [person!]: [{ batch: 1, person_name: "示例甲", certificate_no: PERSON }],
    [local!]: [{ batch: 1, person_name: "示例丙", certificate_no: "9901**********1230" }],
    [nameless!]: [{ batch: 1, person_name: "示例丁" }],
  });

  await at.load("setl_d.csv", settlementCsv([{}, { setl_id: "S5", psn_name: "示例乙" }]));
  expect((await opened([person!])).get(person!)).toEqual([
    { batch: 1, person_name: "示例甲", certificate_no: PERSON },
    { batch: 2, person_name: "示例乙", certificate_no: PERSON },
  ]);
});

test("an agent is a person of their own, and a rejected record says nothing", async () => {
  const header =
    "insu_admdvs,trt_dcla_detl_sn,psn_no,psn_name,psn_cert_type,certno,tel,resout_addr,begndate,agnter_name,agnter_cert_type,agnter_certno,agnter_tel";
  const filing = (id: string, begin: string, name: string) =>
    `410100,${id},P1,${name},01,${PERSON},13900000001,示例路1号,${begin},示例戊,08,G12345678,13900000002`;
  await at.load(
    "out_appy_d.csv",
    `${[header, filing("F1", "2021-01-01", "示例甲"), filing("F2", "?", "示例己")].join("\n")}\n`,
  );
  const [row] = await at.rows<Record<string, string>>(sql`select certificate_no, agent_certificate_no from filing`);
  const known = await opened([row!.certificate_no!, row!.agent_certificate_no!]);
  expect(known.get(row!.certificate_no!)?.at(-1)).toEqual({
    batch: 3,
    person_name: "示例甲",
    certificate_no: PERSON,
    phone: "13900000001",
    address: "示例路1号",
  });
  expect(known.get(row!.agent_certificate_no!)).toEqual([
    { batch: 3, name: "示例戊", certificate_no: "G12345678", phone: "13900000002" },
  ]);
  expect(JSON.stringify([...(await everything()).values()])).not.toContain("示例己");
});

test("nobody is known by a pseudonym that is not there", async () => {
  expect(await opened([])).toEqual(new Map());
  expect(await opened(["00000000-0000-0000-0000-000000000000"])).toEqual(new Map());
});

test("another key opens nothing", async () => {
  const other = { ...at.house.keys, identity: Buffer.alloc(32, 1) };
  const person = await idOf("S1");
  await expect(opened([person], other)).rejects.toMatchObject({ code: "store.identity_sealed" });
});

test.each([
  ["a changed bit", "sealed = sealed[:-5] || case sealed[-4] when 'A' then 'B' else 'A' end || sealed[-3:]"],
  ["a cut end", "sealed = sealed[:-5]"],
  ["nothing left", "sealed = ''"],
  ["a block of another batch in its place", "sealed = (select sealed from identity as other where other.batch = 3)"],
])("%s is noticed", async (_what, change) => {
  const person = await idOf("S1");
  await tampered(`${change} where batch = 1`, async () => {
    await expect(opened([person])).rejects.toMatchObject({ code: "store.identity_sealed" });
  });
  expect((await opened([person])).size).toBe(1);
});

test("a rebuild from raw batches knows the same", async () => {
  const before = await everything();
  const sealed = sql`select sealed from identity order by all`;
  const blocks = await at.rows(sealed);
  await at.house.close();
  await rm(at.house.folder.database);
  await at.reopen();
  expect(at.house.recovered.replayed).toBe(3);
  expect(await everything()).toEqual(before);
  expect(before.size).toBe(4);
  expect(await at.rows(sealed)).not.toEqual(blocks); // other nonces
});
