import { expect, test } from "vitest";
import { conditions, isNarrowed, listQuery, readView, writeView } from "./filter.ts";

const read = (text: string) => readView(new URLSearchParams(text));

test.each([
  "",
  "from=2021-02&to=2021-03&rule=XR-01,XR-02&care=110000&lead=yes&text=%E4%BA%AC",
  "category=resettlement&review=reopened&insured=410000,340100&institution=H1&state=closed&least=1000&order=loss&page=3",
])("%s is read and written alike", (text) => {
  expect(writeView(read(text))).toBe(text);
});

test("what cannot be meant is left out", () => {
  expect(writeView(read("state=any&order=x&lead=maybe&least=7&page=-1&from=2021-13&to=2021-14&rule=<b>"))).toBe("");
});

test("months are asked for as days, the last of February too", () => {
  expect(conditions(read("from=2020-02&to=2020-02&lead=no"))).toEqual([
    "from=2020-02-01",
    "to=2020-02-29",
    "state=open",
    "lead=no",
  ]);
  expect(listQuery(read("claim=410000%7CS1&page=4"))).toBe("state=open&claim=410000%7CS1&order=day");
});

test("order and page narrow nothing", () => {
  expect(isNarrowed(read("order=loss&page=2"))).toBe(false);
  expect(isNarrowed(read("state=held"))).toBe(true);
});
