import { expect, test } from "vitest";
import { formatRule } from "./format-rule.ts";
import { readRule } from "./rule-file.ts";
import { changedProblems, lockProblems, meaningOf, type RuleLock, readLock, relock } from "./rule-lock.ts";
import { type RuleSource, ruleSources } from "./rule-sources.ts";

const shipped = ruleSources();
const xr17 = shipped.find(({ file }) => file.endsWith("/XR-17.yaml"))!;
const changed = (from: string | RegExp, to: string): RuleSource => {
  const text = xr17.text.replace(from, to);
  expect(text).not.toBe(xr17.text);
  return { ...xr17, text };
};
const meaning = ({ text, file }: RuleSource) => meaningOf(readRule(text, file));
const lock: RuleLock = relock([xr17], {}, new Set()).lock;
const other = changed("default: 1,", "default: 2,");

test("every shipped rule stands in rules/rules.lock.json as it is", () => {
  // What to run is part of what is expected.
  expect(lockProblems(shipped, readLock()).map(({ file, expected }) => `${file}: ${expected}`)).toEqual([]);
  expect(Object.keys(readLock()).length).toBe(shipped.length);
});

test("comments, the order of keys, titles, tests and state are no meaning; limits and words of an accusation are", () => {
  const same = [
    { ...xr17, text: `# seen\n${xr17.text}` },
    { ...xr17, text: formatRule(xr17.text.replace(/^(three_fakes: .*\n)(result: .*\n)/m, "$2$1"), xr17.file) },
    changed("status: active", "status: shadow"),
    changed(/title: \{ zh: [^,]*,/, "title: { zh: 别的,"),
    changed(/, title: \{ zh: 宽限天数[^}]*\}/, ""),
  ];
  expect(same.map(meaning)).toEqual(same.map(() => meaning(xr17)));
  expect(meaning(other)).not.toBe(meaning(xr17));
  expect(meaning(changed("implicates: settlement", "implicates: none"))).not.toBe(meaning(xr17));
});

test("a changed content is refused under its version, naming file and what to do; a new version is taken", () => {
  const [problem] = changedProblems([other], lock);
  expect(problem).toMatchObject({ file: xr17.file, key: "version", got: "1" });
  expect(problem!.expected).toMatch(/^version 2, .*rules lock .*--amend XR-17/);
  expect(() => relock([other], lock, new Set())).toThrow(/XR-17.yaml line \d+, version: expected version 2/);
  expect(relock([other], lock, new Set(["XR-17"]))).toMatchObject({ amended: ["XR-17"], raised: [] });
  const raised = { ...other, text: other.text.replace('version: "1"', 'version: "2"') };
  expect(changedProblems([raised], lock)).toEqual([]);
  expect(relock([raised], lock, new Set())).toMatchObject({ raised: ["XR-17"], lock: { "XR-17": { version: "2" } } });
});

test("new rules are added, those without a file dropped; an earlier version does not come back as another", () => {
  expect(relock([xr17], {}, new Set())).toMatchObject({ added: ["XR-17"], dropped: [] });
  expect(relock([], lock, new Set())).toMatchObject({ lock: {}, dropped: ["XR-17"] });
  const later: RuleLock = { "XR-17": { version: "3", meaning: meaning(xr17) } };
  expect(() => relock([other], later, new Set())).toThrow(/version 4/);
  expect(changedProblems([xr17], lock)).toEqual([]);
});
