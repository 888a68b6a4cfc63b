import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Reader } from "../store/reader.ts";
import { join, literal, raw, sql } from "../store/sql.ts";
import { cardDigits, certificateFault, certificatePseudonym, normalisedNumber } from "./certificate.ts";
import { certificateType } from "./certificate-type.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
});

const keys = { pseudonym: Buffer.alloc(32, 7) };
type Given = readonly [number: string | null, type: string | null];
interface Judged {
  number: string | null;
  fault: string | null;
  pseudonym: string | null;
}

async function judge(given: readonly Given[]): Promise<Judged[]> {
  const text = (value: string | null) => (value === null ? raw("null::varchar") : literal(value));
  const rows = given.map(([number, type], i) => sql`(${raw(String(i))}, ${text(number)}, ${text(type)})`);
  const type = raw("type");
  const number = { number: raw("value"), type };
  return new Reader(connection).rows<Judged>(
    sql`select value as number, fault, ${certificatePseudonym(keys, number, raw("digits"), raw("fault"))} as pseudonym
        from (select *, ${certificateFault(number, raw("digits"))} as fault
              from (select *, ${cardDigits(number)} as digits
                    from (select i, type, ${normalisedNumber({ number: raw("given"), type })} as value
                          from (values ${join(rows)}) as rows (i, given, type)))) order by i`,
  );
}

describe("one person's number is one, however it is written", () => {
  const person: Given = ["11010519491231002X", "01"];

  test.each<Given>([
    ["11010519491231002x", "01"],
    [" 11010519491231002X ", "01"],
    ["\t11010519491231002X", "01"],
    ["１１０１０５１９４９１２３１００２ｘ", "01"],
    ["110105491231002", "01"],
    ["110105491231002", null],
    ["11010519491231002X", null],
  ])("%j of type %s", async (...given) => {
    const [one, other] = await judge([person, given]);
    expect(other).toEqual({ number: "11010519491231002X", fault: null, pseudonym: one?.pseudonym });
    expect(one?.pseudonym).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("but not under another type, nor under another number", async () => {
    const found = await judge([person, ["11010519491231002X", "99"], ["110105194912310038", "01"]]);
    expect(new Set(found.map(({ pseudonym }) => pseudonym)).size).toBe(3);
  });

  test("a number of another type keeps its signs, in upper case", async () => {
    const [small, large] = await judge([
      ["ｇ12345678", "08"],
      [" G12345678", "08"],
    ]);
    expect(small).toEqual(large);
    expect(small).toMatchObject({ number: "G12345678", fault: null });
  });
});

test.each<[...Given, string | null]>([
  [null, "01", null],
  ["110105********002X", "01", "masked"],
  ["110105●●●●●●●●002X", "01", "masked"],
  ["110105XXXXXXXX002X", "01", "masked"],
  ["1101051949123100XX", "01", "masked"],
  ["1101051949123100", "01", "length"],
  ["11010549123100", "01", "length"],
  ["北京11010519491231", "01", "length"],
  ["110105194912310021", "01", "checksum"],
  ["110105194912310021", null, "checksum"],
  ["11010519491231E021", "01", "checksum"],
  ["+1010519491231002X", "01", "checksum"],
  ["0x010519491231002X", "01", "checksum"],
  ["01010519491231002X", "01", "checksum"],
  ["1101051949123.0021", "01", "checksum"],
  ["110105491331002", "01", "date"],
  ["110105490229002", "01", "date"],
  ["110105480229002", "01", null],
  ["110105000229002", "01", "date"],
  ["110105490431002", "01", "date"],
  ["110105490400002", "01", "date"],
  ["110105490031002", "01", "date"],
  ["123", "99", "length"],
  ["1234", "99", null],
  ["A****678", "08", "masked"],
  ["AXXX5678", "08", "masked"],
  ["XX345678", "08", null],
])("%j of type %s: %s", async (number, type, fault) => {
  const [found] = await judge([[number, type]]);
  expect(found?.fault).toBe(fault);
  expect(found?.pseudonym === null).toBe(number === null || fault !== null);
});

test("the check digit is that of GB 11643", async () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const digit = (body: string) => "10X98765432"[weights.reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11]!;
  const bodies = fc.sample(
    fc.tuple(
      fc.integer({ min: 100000, max: 999999 }),
      fc.integer({ min: 0, max: 199 }),
      fc.integer({ min: 0, max: 999 }),
    ),
    { numRuns: 500, seed: 11643 },
  );
  const numbers = bodies.map(([area, year, serial]) => {
    const body = `${area}${1900 + year}0131${String(serial).padStart(3, "0")}`;
    return [`${body}${digit(body)}`, "01"] as const;
  });
  expect(new Set((await judge(numbers)).map(({ fault }) => fault))).toEqual(new Set([null]));
  const wrong = numbers.map(([number]) => [`${number.slice(0, 17)}${number.endsWith("0") ? 1 : 0}`, "01"] as const);
  expect(new Set((await judge(wrong)).map(({ fault }) => fault))).toEqual(new Set(["checksum"]));
});

test("a credential that is an identity card is the certificate of that type", async () => {
  const rows = await new Reader(connection).rows(
    sql`select ${certificateType(raw("code"), "mdtrt_cert_type")} as type
        from (values ('01'), ('02'), ('03'), (null)) as codes (code)`,
  );
  expect(rows.map((row) => (row as { type: string }).type)).toEqual(["mdtrt_cert_type 01", "01", "90", null]);
});
