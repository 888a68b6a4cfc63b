import { beforeAll, describe, expect, test } from "vitest";
import { ruleSources } from "../rule/rule-sources.ts";
import { parseYamlText } from "../rule/yaml-text.ts";
import { officialClasses, readOfficialClasses } from "./official-classes.ts";

interface Shipped {
  id: string;
  code: string | undefined;
  name: string | undefined;
  status: string;
  result: string;
  title: { zh: string };
}
let rules: Shipped[];
beforeAll(() => {
  rules = ruleSources().map(({ text }) => {
    const { id, official, status, result, title } = parseYamlText(text).value as Omit<Shipped, "code" | "name"> & {
      official?: { code: string; class: string };
    };
    return { id, code: official?.code, name: official?.class, status, result, title };
  });
});

describe("the official classes", () => {
  test("are 88: 34 of policy, 29 of management, 25 of medicine", () => {
    const classes = officialClasses();
    expect(classes.map(({ number }) => number)).toEqual(Array.from({ length: 88 }, (_, i) => i + 1));
    const count = (category: string) => classes.filter((each) => each.category === category).length;
    expect([count("policy"), count("management"), count("medical")]).toEqual([34, 29, 25]);
    expect(new Set(classes.map(({ code }) => code)).size).toBe(88);
    expect(classes.filter(({ code }) => code.startsWith("GZ-2025-"))).toHaveLength(10);
  });

  test("without a first-edition code go by their number", () => {
    for (const { code, number } of officialClasses().filter(({ code: each }) => each.startsWith("GZ-2025-")))
      expect(code).toBe(`GZ-2025-${String(number).padStart(2, "0")}`);
  });

  test("are all accounted for: by a rule, or, six at most, by the data they would need", () => {
    const covered = new Set(rules.flatMap(({ code }) => code ?? []));
    const open = officialClasses().filter(({ code }) => !covered.has(code));
    expect(open.filter(({ notComputable }) => notComputable === null).map(({ number }) => number)).toEqual([]);
    expect(officialClasses().filter(({ notComputable }) => notComputable !== null).length).toBeLessThanOrEqual(6);
    for (const { notComputable, code } of officialClasses())
      if (notComputable) expect([code, notComputable.data.length > 0, covered.has(code)]).toEqual([code, true, false]);
  });

  test("are what official rules name, with their group, and none says violation before a card is cited", () => {
    const byCode = new Map(officialClasses().map((each) => [each.code, each]));
    const named = rules.filter(({ code }) => code !== undefined);
    expect(named.filter(({ code }) => !byCode.has(code!)).map(({ id }) => id)).toEqual([]);
    expect(named.filter(({ code, name }) => byCode.get(code!)?.group.zh !== name).map(({ id }) => id)).toEqual([]);
    expect(named.filter(({ result }) => result === "violation").map(({ id }) => id)).toEqual([]);
  });
});

test("a file of classes in another form is refused", () => {
  const text = (group: string) =>
    `edition: "2025"\nsource: { zh: 甲, en: a }\ngroups: { one: { zh: 甲, en: a, category: policy } }
classes:\n  - { number: "1", code: GZ10000101001000, group: ${group}, title: { zh: 甲, en: a }, definition: { zh: 甲, en: a }, reading: suspected }\n`;
  expect(readOfficialClasses(text("one"))).toHaveLength(1);
  expect(() => readOfficialClasses(text("two"))).toThrow("no group two");
  expect(() => readOfficialClasses(text("one").replace("GZ10000101001000", "GZ1"))).toThrow("classes/0/code");
});
