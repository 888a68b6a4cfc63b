import { existsSync, readdirSync } from "node:fs";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sql } from "../store/sql.ts";
import { counts, settlementCsv, TestHouse } from "./house.fixture.ts";
import { openHouse } from "./house.ts";

let at: TestHouse;
beforeEach(async () => {
  at = await TestHouse.open({ derive: false });
});
afterEach(() => at.close());

describe("loading", () => {
  test("accepts new records, and the same file again changes nothing", async () => {
    const file = settlementCsv([{}, {}, {}]);
    expect((await at.load("setl_d.csv", file)).map(counts)).toEqual([
      { read: 3, accepted: 3, duplicate: 0, replaced: 0, rejected: 0 },
    ]);
    const before = await at.stateHash();
    expect((await at.load("again.setl_d.csv", file)).map(counts)).toEqual([
      { read: 3, accepted: 0, duplicate: 3, replaced: 0, rejected: 0 },
    ]);
    expect(await at.stateHash()).toBe(before);
    expect(at.house.batches.all()).toHaveLength(1);
  });

  test("a correction replaces, and the version before stays readable", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    const later = { cash_payamt: "10743.50", updt_time: "2021-04-01 00:00:00" };
    expect((await at.load("setl_d.csv", settlementCsv([later]))).map(counts)).toEqual([
      { read: 1, accepted: 0, duplicate: 0, replaced: 1, rejected: 0 },
    ]);
    const versions = await at.rows(sql`select cash_paid, batch_from, batch_to from settlement order by batch_from`);
    expect(versions).toEqual([
      { cash_paid: "10743.00", batch_from: 1, batch_to: 2 },
      { cash_paid: "10743.50", batch_from: 2, batch_to: null },
    ]);
  });

  test("an older version that arrives late never becomes current", async () => {
    await at.load("setl_d.csv", settlementCsv([{ updt_time: "2021-04-01 00:00:00" }]));
    await at.load("setl_d.csv", settlementCsv([{ cash_payamt: "1.00", updt_time: "2021-03-31 00:00:00" }]));
    expect(await at.rows(sql`select cash_paid from settlement where batch_to is null`)).toEqual([
      { cash_paid: "10743.00" },
    ]);
  });

  test("within one file the later version wins and equal lines are duplicates", async () => {
    const row = { setl_id: "S1", mdtrt_id: "M1" };
    const file = settlementCsv([row, { ...row, updt_time: "2021-05-01 00:00:00" }, row, { setl_id: "S9" }]);
    expect((await at.load("setl_d.csv", file)).map(counts)).toEqual([
      { read: 4, accepted: 2, duplicate: 1, replaced: 1, rejected: 0 },
    ]);
  });

  test("wrong cells are rejected with line, column and reason; the rest is taken", async () => {
    const file = settlementCsv([
      {},
      { medfee_sumamt: "12.345" },
      { begndate: "2021-02-30" },
      { medfee_sumamt: "1e400" },
      { setl_time: "" },
      { hifp_pay: "1_000" },
      {},
    ]);
    const [record] = await at.load("setl_d.csv", file);
    expect(counts(record!)).toEqual({ read: 7, accepted: 2, duplicate: 0, replaced: 0, rejected: 5 });
    const money = "number:2";
    const from1900 = "min=1900-01-01;max=2099-12-31";
    expect(await at.rows(sql`select line, column_name, code, value, expected from reject order by line`)).toEqual([
      { line: 3, column_name: "medfee_sumamt", code: "decimals", value: "12.345", expected: money },
      { line: 4, column_name: "begndate", code: "not_a_date", value: "2021-02-30", expected: `date;${from1900}` },
      { line: 5, column_name: "medfee_sumamt", code: "not_a_number", value: "1e400", expected: money },
      { line: 6, column_name: "setl_time", code: "missing", value: null, expected: `timestamp;${from1900}` },
      { line: 7, column_name: "hifp_pay", code: "not_a_number", value: "1_000", expected: money },
    ]);
  });

  test("rejected records come out as they were and load after mending", async () => {
    const [record] = await at.load("setl_d.csv", settlementCsv([{}, { medfee_sumamt: "48,500.00x".replace(",", "") }]));
    let text = "";
    for await (const piece of at.house.intake.rejectedText(record!, new Set([3]))) text += piece;
    expect(text.split("\n")).toHaveLength(3);
    const [mended] = await at.load("setl_d.csv", text.replace("48500.00x", "48500.00"));
    expect(counts(mended!)).toEqual({ read: 1, accepted: 1, duplicate: 0, replaced: 0, rejected: 0 });
  });

  test("a failing load of the same bytes never takes the raw file of one that succeeds", async () => {
    const file = path.join(at.root, "setl_d.csv");
    await writeFile(file, settlementCsv([{}]));
    const load = (layout: string) =>
      at.house.intake.load({ input: file, source: "setl_d.csv", layout, reporter: "unknown", actor: "test" });
    const outcomes = await Promise.allSettled([load("nope"), load("nhsa-core"), load("nope")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"]);
    const [record] = at.house.batches.all();
    expect(existsSync(at.house.rawBatches.pathOf(record!.sha256))).toBe(true);
  });

  test("a load told to stop before it is in the journal leaves nothing", async () => {
    const file = path.join(at.root, "setl_d.csv");
    await writeFile(file, settlementCsv([{}]));
    const controller = new AbortController();
    await at.reopen((step) => {
      if (step === "checked") controller.abort();
    });
    const request = { input: file, source: "setl_d.csv", reporter: "unknown", actor: "test" } as const;
    await expect(at.house.intake.load({ ...request, signal: controller.signal })).rejects.toThrow();
    expect(at.house.batches.all()).toEqual([]);
    expect(readdirSync(at.house.folder.raw, { recursive: true }).filter((name) => /jhraw/.test(String(name)))).toEqual(
      [],
    );
  });

  test("a time with a zone is stored as the local time of the scheme, on whatever machine it is read", async () => {
    const zoned = sql`select cast(timestamptz '2021-03-09 23:30:00+00' as timestamp) as local`;
    expect(await at.rows(zoned)).toEqual([{ local: "2021-03-10T07:30:00" }]);
    const written = await at.house.database.bulk((connection) => connection.runAndReadAll(zoned.text));
    expect(String(written.getRows()[0]?.[0])).toBe("2021-03-10 07:30:00");
  });

  test("names stay out of the database and certificate numbers are pseudonyms", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    const [row] = await at.rows<Record<string, string>>(sql`select * from settlement`);
    expect(row).not.toHaveProperty("person_name");
    expect(row?.certificate_no).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await at.house.close();
    const bytes = Buffer.concat(await Promise.all(filesBelow(at.config.dataDir).map((file) => readFile(file))));
    expect(bytes.includes("990101199001011230")).toBe(false);
    expect(bytes.includes("示例甲")).toBe(false);
    await at.reopen();
  });
});

describe("certificate numbers", () => {
  test("a faulty one is stored without a pseudonym, with what is wrong", async () => {
    await at.load("setl_d.csv", settlementCsv([{}, { certno: " 990101900101123" }, { certno: "9901**********1230" }]));
    const rows = await at.rows<Record<string, string | null>>(
      sql`select certificate_no, certificate_fault from settlement order by settlement_id`,
    );
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[0]).toMatchObject({ certificate_no: expect.any(String), certificate_fault: null });
    expect(rows[2]).toEqual({ certificate_no: null, certificate_fault: "masked" });
  });

  test("a link between certificates is refused where one of them is faulty", async () => {
    const link = (other: string) => `01,990101199001011230,08,${other},1,2021-01-01 00:00:00`;
    const header = "psn_cert_type,certno,linked_certificate_type,linked_certificate_no,vali_flag,updt_time";
    const [record] = await at.load("person_link.csv", `${[header, link("G12345678"), link("G123**678")].join("\n")}\n`);
    expect(counts(record!)).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await at.rows(sql`select column_name, code, value, expected from reject`)).toEqual([
      { column_name: "linked_certificate_no", code: "bad_certificate", value: "•••••••••", expected: "certificate" },
    ]);
  });
});

describe("the journal is the truth", () => {
  test("a deleted database is rebuilt to the same state", async () => {
    await at.load("setl_d.csv", settlementCsv([{}, {}, { medfee_sumamt: "x" }]));
    await at.load("setl_d.csv", settlementCsv([{ cash_payamt: "1.00", updt_time: "2022-01-01 00:00:00" }]));
    const before = await at.stateHash();
    await at.house.close();
    await rm(path.join(at.config.dataDir, "jiheng.duckdb"));
    await rm(path.join(at.config.dataDir, "jiheng.duckdb.wal"), { force: true });
    at.house = await openHouse(at.config, { what: "test", derive: false });
    expect(at.house.recovered).toMatchObject({ replayed: 2 });
    expect(await at.stateHash()).toBe(before);
    expect(await at.rows(sql`select count(*) as n from reject`)).toEqual([{ n: 1 }]);
  });

  test("a database that is no database is set aside, never deleted", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    const before = await at.stateHash();
    await at.house.close();
    await writeFile(path.join(at.config.dataDir, "jiheng.duckdb"), "garbage");
    at.house = await openHouse(at.config, { what: "test", derive: false });
    expect(await at.stateHash()).toBe(before);
    expect(existsSync(path.join(at.house.recovered.setAside!, "jiheng.duckdb"))).toBe(true);
  });

  test("a journal that lost its end is refused, not followed", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    await at.load("setl_d.csv", settlementCsv([{}, {}]));
    await at.house.close();
    const file = path.join(at.config.dataDir, "journal.ndjson");
    const text = await readFile(file, "utf8");
    await truncate(file, Buffer.byteLength(`${text.split("\n")[0]}\n`));
    await expect(openHouse(at.config, { what: "test", derive: false })).rejects.toMatchObject({
      code: "journal.shorter",
    });
    await writeFile(file, text);
    at.house = await openHouse(at.config, { what: "test", derive: false });
  });

  test("a changed entry breaks the chain, and the error names it", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    await at.load("setl_d.csv", settlementCsv([{}, {}]));
    await at.house.close();
    const file = path.join(at.config.dataDir, "journal.ndjson");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"read":1', '"read":2'));
    await expect(openHouse(at.config, { what: "test", derive: false })).rejects.toMatchObject({
      code: "journal.broken",
      details: { seq: 1 },
    });
    await writeFile(file, text);
    at.house = await openHouse(at.config, { what: "test", derive: false });
  });

  test("a batch that was withdrawn is not there, even where its commit reached the disk", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    const before = await at.stateHash();
    await at.load("setl_d.csv", settlementCsv([{}, {}]));
    await at.house.journal.append("test", "batch.withdrawn", { batch: 2 });
    await at.house.close();
    at.house = await openHouse(at.config, { what: "test", derive: false });
    expect(at.house.recovered).toMatchObject({ replayed: 1, setAside: expect.any(String) });
    expect(await at.stateHash()).toBe(before);
    expect((await at.load("setl_d.csv", settlementCsv([{}, {}])))[0]?.batch).toBe(3);
  });

  test("a commit that fails after its journal entry leaves neither rows nor a batch, now and later", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    const before = await at.stateHash();
    await at.reopen((step) => {
      if (step === "journaled") throw new Error("the commit failed");
    });
    await expect(at.load("setl_d.csv", settlementCsv([{}, {}]))).rejects.toThrow("the commit failed");
    expect(at.house.batches.all()).toHaveLength(1);
    expect(await at.stateHash()).toBe(before);
    await at.reopen();
    expect(at.house.recovered.reason).toBeNull();
    expect(await at.stateHash()).toBe(before);
  });

  test("a half-written last entry was never acknowledged and is set aside", async () => {
    await at.load("setl_d.csv", settlementCsv([{}]));
    await at.house.close();
    const file = path.join(at.config.dataDir, "journal.ndjson");
    await writeFile(file, `${await readFile(file, "utf8")}{"seq":2,"at":"20`);
    at.house = await openHouse(at.config, { what: "test", derive: false });
    expect(at.house.journal.head.seq).toBe(1);
    expect(readdirSync(at.config.dataDir).some((name) => name.startsWith("journal.ndjson.torn-"))).toBe(true);
  });
});

describe("the folder", () => {
  test("a second process is refused with the first one's number", async () => {
    await expect(openHouse(at.config, { what: "second", derive: false })).rejects.toMatchObject({
      code: "store.busy",
      details: { pid: process.pid },
    });
  });

  test("a foreign folder is refused and left as it was", async () => {
    const dataDir = path.join(at.root, "foreign");
    const { mkdir } = await import("node:fs/promises");
    await mkdir(dataDir);
    await writeFile(path.join(dataDir, "precious.txt"), "1");
    await expect(openHouse({ ...at.config, dataDir }, { what: "test", derive: false })).rejects.toMatchObject({
      code: "store.foreign",
    });
    expect(readdirSync(dataDir)).toEqual(["precious.txt"]);
  });

  test("a path that the database would misread is refused", async () => {
    const dataDir = path.join(at.root, "what?now");
    await expect(openHouse({ ...at.config, dataDir }, { what: "test", derive: false })).rejects.toMatchObject({
      code: "store.path",
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test("a newer schema is refused", async () => {
    await at.house.close();
    const file = path.join(at.config.dataDir, "jiheng.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"schema": 1', '"schema": 2'));
    await expect(openHouse(at.config, { what: "test", derive: false })).rejects.toMatchObject({ code: "store.newer" });
    await writeFile(file, text);
    at.house = await openHouse(at.config, { what: "test", derive: false });
  });

  test("another key is refused, a missing one too", async () => {
    await at.house.close();
    const key = await readFile(at.config.keyFile, "utf8");
    await writeFile(at.config.keyFile, "0".repeat(64));
    await expect(openHouse(at.config, { what: "test", derive: false })).rejects.toMatchObject({
      code: "store.key_wrong",
    });
    await rm(at.config.keyFile);
    await expect(openHouse(at.config, { what: "test", derive: false })).rejects.toMatchObject({
      code: "store.key_missing",
    });
    await writeFile(at.config.keyFile, key);
    at.house = await openHouse(at.config, { what: "test", derive: false });
  });
});

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
