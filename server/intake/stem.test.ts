import { expect, it } from "vitest";
import { stemOf } from "./stem.ts";

const known = ["setl_d", "mdtrt_d", "setl_list_diag_d", "setl_list_d", "settlement", "fee_list_d", "list_d"];

it.each([
  ["setl_d.csv", "setl_d"],
  ["2021-11_setl_d.csv.gz", "setl_d"],
  ["/in/河南 SETL_D (2).CSV", "setl_d"],
  ["setl-d-2021.parquet", "setl_d"],
  ["setl_list_diag_d_410000.ndjson", "setl_list_diag_d"],
  ["settlement.arrow", "settlement"],
  ["settlements.csv", undefined],
  ["presetl_d.csv", undefined],
  ["setl_d+mdtrt_d+fee_list_d.csv", "fee_list_d"],
  [".csv", undefined],
  ["", undefined],
])("%s → %s", (file, table) => {
  expect(stemOf(file, known)).toBe(table);
});

it("does not choose between two names of one length", () => {
  expect(stemOf("aa_d+bb_d.csv", ["aa_d", "bb_d"])).toBeUndefined();
});
