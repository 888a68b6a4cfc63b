import { expect, test } from "vitest";
import { mediaType } from "./upload.ts";

test.each([
  ["setl_d.csv", "text/csv"],
  ["setl_d.csv.gz", "text/csv"],
  ["SETL_D.PARQUET", "application/vnd.apache.parquet"],
  ["a.ndjson.gz", "application/x-ndjson"],
  ["a.arrow", "application/vnd.apache.arrow.stream"],
  ["setl_d", "text/csv"],
])("%s is sent as %s", (name, type) => {
  expect(mediaType(name)).toBe(type);
});
