import { expect, test } from "vitest";
import { readRule } from "../rule/rule-file.ts";
import { ruleSources } from "../rule/rule-sources.ts";
import { differences } from "./differences.ts";
import { merged, stateOf } from "./house-sources.ts";
import { livesOf } from "./life.ts";
import type { Moved, RuleAct } from "./rule-acts.ts";
import { allowedMoves, movesFrom } from "./rule-states.ts";

const shipped = ruleSources().filter(({ file }) => /\/XR-(02|17)\.yaml$/.test(file));
const xr17 = shipped.find(({ file }) => file.endsWith("XR-17.yaml"))!;
const changed = xr17.text.replace("default: 1,", "default: 2,").replace('version: "1"', 'version: "2"');

let number = 0;
type Said<K> = Omit<Extract<RuleAct, { kind: K }>, "kind" | "act" | "at" | "by" | "rule" | "reason">;
const act = <K extends RuleAct["kind"]>(kind: K, said: Said<K>, rule = "XR-17"): RuleAct =>
  ({
    ...said,
    kind,
    act: ++number,
    at: `2026-11-22T00:00:${String(number % 60).padStart(2, "0")}Z`,
    by: "a",
    rule,
    reason: "r",
  }) as unknown as RuleAct;
const move = (said: Partial<Moved> & Pick<Moved, "of" | "to" | "revision">) =>
  act("rule.moved", { from: null, version: "2", textHash: "", meaning: "m", tests: 3, waits: false, ...said });
const approve = (of: RuleAct, agree = true) => act("rule.approved", { move: of.act, agree });
const lived = (...acts: RuleAct[]) => livesOf(acts).get(acts[0]!.rule)!;

test("the machine lets nobody past shadow without a second person", () => {
  const toActive = allowedMoves.filter(({ to }) => to === "active");
  expect(toActive.every(({ needs }) => needs.includes("approval") && needs.includes("tests"))).toBe(true);
  expect(movesFrom(null, true).map(({ to }) => to)).toEqual(["shadow"]);
  expect(movesFrom("retired", false).map(({ to }) => to)).toEqual(["shadow"]);
  expect(movesFrom("active", true).map(({ of, to }) => `${of} ${to}`)).toEqual([
    "draft shadow",
    "draft active",
    "standing shadow",
    "standing retired",
  ]);
});

test("a proposal changes nothing until somebody agrees, and another text takes it away", () => {
  const saved = act("rule.saved", { text: changed });
  const proposed = move({ of: "draft", to: "active", revision: saved.act, from: "active", waits: true });
  expect(lived(saved, proposed)).toMatchObject({ standing: null, pending: { act: proposed.act } });
  expect(lived(saved, proposed, approve(proposed, false))).toMatchObject({
    standing: null,
    pending: null,
    draft: { revision: saved.act },
  });
  const stands = lived(saved, proposed, approve(proposed));
  expect(stands).toMatchObject({
    standing: { state: "active", revision: { revision: saved.act } },
    draft: null,
    pending: null,
  });
  const overtaken = lived(saved, proposed, act("rule.saved", { text: `${changed}# more` }), approve(proposed));
  expect(overtaken).toMatchObject({ standing: null, pending: null });
});

test("what runs is the shipped file with the house's text, state and values, to the letter where nothing was said", () => {
  expect(merged(shipped, new Map())).toEqual(shipped);
  const saved = act("rule.saved", { text: changed });
  const lives = livesOf([saved, move({ of: "draft", to: "shadow", revision: saved.act })]);
  const [xr02, own] = merged(shipped, lives);
  expect(xr02).toEqual(shipped[0]);
  expect(own!.text).toBe(changed.replace("status: active", "status: shadow"));
  const retired = livesOf([move({ of: "standing", to: "retired", revision: null })]);
  expect(merged(shipped, retired)[1]!.text).toBe(xr17.text.replace("status: active", "status: retired"));
  expect(stateOf(retired.get("XR-17")!, xr17)).toBe("retired");
});

test("a draft stands nowhere; a house's own rule stands once it was moved", () => {
  const text = changed.replaceAll("XR-17", "XR-99");
  const saved = act("rule.saved", { text }, "XR-99");
  expect(merged(shipped, livesOf([saved]))).toEqual(shipped);
  const files = merged(
    shipped,
    livesOf([saved, { ...move({ of: "draft", to: "shadow", revision: saved.act }), rule: "XR-99" }]),
  );
  expect(files.map(({ file }) => file)).toEqual([...shipped.map(({ file }) => file), "house/XR-99.yaml"].sort());
});

test("values by place are written into the file; the same place and day is replaced, removed ones go", () => {
  const value = (given: object) =>
    act("rule.overlaid", { parameter: "grace", value: "3", from: "2024-01-01", removes: null, ...given });
  const henan = value({ insured_area: "410100" });
  const again = value({ insured_area: "410100", value: "4" });
  const later = value({ insured_area: "410100", value: "5", from: "2025-01-01" });
  const where = (...acts: RuleAct[]) => {
    const { file, text } = merged(shipped, livesOf(acts)).find((each) => each.file === xr17.file)!;
    return readRule(text, file).parameters!.grace!.where;
  };
  expect(where(henan, again, later)).toEqual([
    { insured_area: "410100", value: "4", reason: "r", from: "2024-01-01" },
    { insured_area: "410100", value: "5", reason: "r", from: "2025-01-01" },
  ]);
  const gone = act("rule.overlaid", { parameter: "grace", value: null, from: null, removes: again.act });
  expect(where(henan, again, gone)).toBeUndefined();
  const tie = value({ care_area: "110000", value: "6" });
  expect(() => where(henan, tie)).toThrow(/a tie/);
});

test("differences are told key by key, comments are none", () => {
  expect(differences(xr17.text, `# said\n${changed}`)).toEqual([
    { key: "version", before: "1", after: "2" },
    { key: "parameters grace default", before: "1", after: "2" },
  ]);
  expect(differences(null, "id: [").map(({ key }) => key)).toEqual(["text"]);
});
