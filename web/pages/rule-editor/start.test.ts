import { expect, test } from "vitest";
import type { ListedRule } from "../../lib/rules.ts";
import { copyOf, freeId, nearest } from "./start.ts";

test("a copy is a draft of its own, of no official class", () => {
  const text =
    'id: GZ1\ntitle: { zh: 甲 }\nofficial: { code: GZ1 }\nstatus: active\nversion: "3"\nfind:\n  rows: { of: line }\n';
  expect(copyOf(text, "ZJ-01")).toBe(
    'id: ZJ-01\ntitle: { zh: 甲 }\nstatus: draft\nversion: "1"\nfind:\n  rows: { of: line }\n',
  );
});

test("ids of the house go on counting", () => {
  expect(freeId([])).toBe("ZJ-01");
  expect(freeId([{ id: "ZJ-01" }, { id: "XR-02" }, { id: "ZJ-02" }])).toBe("ZJ-03");
});

test("what is described finds the rules most like it", () => {
  const rule = (id: string, zh: string) => ({ id, title: { zh, en: "" }, official: null, shape: "rows" }) as ListedRule;
  const rules = [rule("A", "药品限性别"), rule("B", "两地重叠住院"), rule("C", "分解住院")];
  expect(nearest(rules, "重叠的住院").map(({ id }) => id)).toEqual(["B", "C"]);
  expect(nearest(rules, "无关")).toEqual([]);
});
