import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { Reader } from "../store/reader.ts";
import { literal, sql } from "../store/sql.ts";
import type { Reporter } from "./batch.ts";
import { sideOf } from "./side.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
});

async function side(
  given: { flag?: string; pool?: string; agency?: string; insured?: string; care?: string },
  reporter: Reporter = "unknown",
): Promise<string> {
  const text = (value: string | undefined) => (value === undefined ? null : literal(value));
  const columns = {
    side_flag: text(given.flag),
    pooling_area: text(given.pool),
    agency_no: text(given.agency),
    insured_area: text(given.insured),
    care_area: text(given.care),
  };
  return (await new Reader(connection).one<{ side: string }>(sql`select ${sideOf(columns, reporter)} as side`)).side;
}

test("the record's own flag comes first, then the declared reporter, then the pool", async () => {
  const places = { pool: "410100", insured: "410100", care: "110000" };
  expect(await side({ ...places, flag: "2" }, "insured")).toBe("care");
  expect(await side({ ...places, flag: "1" }, "care")).toBe("insured");
  expect(await side({ ...places, flag: "0" }, "care")).toBe("insured");
  expect(await side({ ...places, flag: "9" }, "care")).toBe("care");
  expect(await side(places, "care")).toBe("care");
  expect(await side(places)).toBe("insured");
  expect(await side({ insured: "410100", care: "110000" })).toBe("unknown");
});

test.each([
  ["of the insured city", "410100", "410100", "110105", "insured"],
  ["of the city of care, a county named", "340100", "410100", "340102", "care"],
  ["of another city of the province of care", "340200", "410100", "340102", "unknown"],
  ["of a local settlement", "410100", "410100", "410105", "insured"],
  ["of a municipality's district", "310115", "310000", "410100", "insured"],
  ["of a municipality", "110000", "410100", "110105", "care"],
  ["of a municipality's counties", "500000", "410100", "500233", "care"],
  ["of a province-wide pool", "460000", "460200", "410100", "insured"],
  ["of a province-wide pool, care elsewhere in it", "640000", "640100", "640300", "insured"],
  ["of 省本级, insured there", "419900", "419900", "110105", "insured"],
  ["of 省本级, insured there and cared for in the capital", "419900", "419900", "410102", "insured"],
  ["of the capital, insured at 省本级", "410100", "419900", "410102", "care"],
  ["of 省本级, care in the capital", "349900", "410100", "340102", "care"],
  ["of 省本级 with both sides in its province", "419900", "410300", "410102", "unknown"],
  ["of a city, insured at 省本级, care elsewhere", "410100", "419900", "110105", "insured"],
  ["of 兵团, a division named", "660800", "660000", "650100", "insured"],
  ["of Xinjiang, insured with 兵团", "650100", "660800", "650102", "care"],
  ["of nowhere near", "220100", "410100", "110105", "unknown"],
])("a pool %s: %s", async (_what, pool, insured, care, expected) => {
  expect(await side({ pool, insured, care })).toBe(expected);
  expect(await side({ agency: `${pool}0012`, insured, care })).toBe(expected);
});

test("the agency tells where the pool does not", async () => {
  expect(await side({ pool: "220100", agency: "11010501", insured: "410100", care: "110105" })).toBe("care");
  expect(await side({ pool: "410100", agency: "11010501", insured: "410100", care: "110105" })).toBe("insured");
  expect(await side({ agency: "AGENCY-7", insured: "410100", care: "110105" })).toBe("unknown");
});

test("one known area is enough where it is the keeper's", async () => {
  expect(await side({ pool: "410100", insured: "410100" })).toBe("insured");
  expect(await side({ pool: "110000", insured: "410100" })).toBe("unknown");
  expect(await side({ pool: "110000", care: "110105" })).toBe("care");
});
