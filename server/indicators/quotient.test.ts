import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { raw } from "../store/sql.ts";
import { hundredths, quotient } from "./quotient.ts";

const connection = await (await DuckDBInstance.create(":memory:")).connect();

async function divide(n: string, m: string, digits: 2 | 6): Promise<string | null> {
  const { text } = quotient(raw("n"), raw("m"), digits);
  const result = await connection.runAndReadAll(
    `select ${text} from (select ${hundredths(raw(`'${n}'`)).text} as n, ${hundredths(raw(`'${m}'`)).text} as m)`,
  );
  const value = result.getRows()[0]?.[0];
  return value === null || value === undefined ? null : String(value);
}

test.each<[string, string, 2 | 6, string | null]>([
  ["56123000000", "96533000000", 6, "0.581387"], // Jan–Nov 2021: 58.1 %
  ["56123000000", "3976200", 2, "14114.73"], // 1.41 万元
  ["406000000", "2596000", 2, "156.39"], // Henan 2022
  ["23645500", "30400", 2, "777.81"],
  ["1", "200", 2, "0.01"], // 0.005 rounds up
  ["0.99", "200", 2, "0.00"], // 0.00495 does not
  ["-1", "200", 2, "-0.01"],
  ["2.675", "1", 2, "2.68"],
  ["1", "3", 6, "0.333333"],
  ["2", "3", 6, "0.666667"],
  ["1", "2000000", 6, "0.000001"], // 0.0000005
  ["5", "0", 2, null],
  ["0", "7", 6, "0.000000"],
  ["999999999999999999999999.99", "1", 2, "999999999999999999999999.99"],
])("%s ÷ %s to %i digits is %s", async (n, m, digits, expected) => {
  expect(await divide(n, m, digits)).toBe(expected);
});

test("agrees with whole numbers at random, half away from zero", async () => {
  const cents = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
  const asText = (v: bigint) => `${v < 0n ? "-" : ""}${abs(v) / 100n}.${String(abs(v) % 100n).padStart(2, "0")}`;
  await fc.assert(
    fc.asyncProperty(
      cents,
      cents.filter((v) => v !== 0n),
      fc.constantFrom<2 | 6>(2, 6),
      async (n, m, digits) => {
        const scale = 10n ** BigInt(digits);
        const magnitude = (2n * abs(n) * scale + abs(m)) / (2n * abs(m));
        const text = `${magnitude / scale}.${String(magnitude % scale).padStart(digits, "0")}`;
        const negative = n < 0n !== m < 0n && magnitude > 0n;
        expect(await divide(asText(n), asText(m), digits)).toBe(negative ? `-${text}` : text);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

const abs = (v: bigint) => (v < 0n ? -v : v);
