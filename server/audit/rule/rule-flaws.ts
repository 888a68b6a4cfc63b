import { Refusal } from "../refusal.ts";
import type { Parameter, RuleFile } from "./rule-schema.ts";

/** More rows say nothing that fewer would not, and a text from outside must not fill the memory. */
const TEST_ROWS = 5000;
const PUBLISHED = "明确违规";
const overlayKeys = ["insured_area", "care_area", "tier", "scheme"] as const;

/** What the form of a rule file cannot say. */
export function* flaws(rule: RuleFile): Generator<Refusal> {
  yield* resultFlaws(rule);
  for (const [name, parameter] of Object.entries(rule.parameters ?? {})) {
    for (const flaw of parameterFlaws(parameter)) yield flaw.below("parameters", name);
  }
  const kinds = new Set(rule.tests.map(({ expect }) => expect.kind));
  for (const kind of ["hit", "miss", "boundary"] as const) {
    if (rule.status === "active" && !kinds.has(kind))
      yield new Refusal(`a ${kind} test of an active rule`, "none", ["tests"]);
  }
  for (const [i, { given, expect }] of rule.tests.entries()) {
    const rows = Object.values(given).flat();
    const many = rows.reduce(
      (sum, { repeat = "1" }) => sum + (/^[1-9]\d{0,4}$/.test(String(repeat)) ? Number(repeat) : TEST_ROWS + 1),
      0,
    );
    if (many > TEST_ROWS)
      yield new Refusal(`at most ${TEST_ROWS} rows in a test`, "more, or a repeat that is no number", [
        "tests",
        i,
        "given",
      ]);
    const found = Number(expect.found) > 0;
    if ((expect.kind === "hit" && !found) || (expect.kind === "miss" && found))
      yield new Refusal(expect.kind === "hit" ? "a hit to find something" : "a miss to find nothing", expect.found, [
        "tests",
        i,
        "expect",
        "found",
      ]);
  }
}

/** An accusation needs a published card; what we made ourselves is a suspicion (design §6, domain note §4.1). */
function* resultFlaws({ id, result, official, references, category }: RuleFile): Generator<Refusal> {
  const card = references.some(({ says }) => says?.includes(PUBLISHED));
  if (result === "violation" && !(official && card))
    yield new Refusal(
      `suspected, or the official class and a reference whose card says ${PUBLISHED}`,
      "violation without them",
      ["result"],
    );
  if (/^(XR|RS)-/.test(id) && (result !== "suspected" || official))
    yield new Refusal(
      "suspected and no official class for a rule of our own (自建)",
      official ? "an official class" : result,
      [official ? "official" : "result"],
    );
  const own = { "XR-": "cross_province", "RS-": "resettlement" }[id.slice(0, 3)];
  if (own !== undefined && category !== own)
    yield new Refusal(`category ${own} of ${id.slice(0, 3)}…`, category, ["category"]);
}

function* parameterFlaws({ default: value, min, max, where = [] }: Parameter): Generator<Refusal> {
  const [low, high] = [Number(min), Number(max)];
  if (low > high) yield new Refusal(`at most ${max}`, min, ["min"]);
  const outside = (given: string) => Number(given) < low || Number(given) > high;
  if (outside(value)) yield new Refusal(`a default from ${min} to ${max}`, value, ["default"]);
  for (const [i, overlay] of where.entries()) {
    if (outside(overlay.value))
      yield new Refusal(`a value from ${min} to ${max}`, overlay.value, ["where", i, "value"]);
    const named = overlayKeys.filter((key) => overlay[key] !== undefined);
    if (named.length === 0) yield new Refusal(`one of ${overlayKeys.join(", ")}`, "none", ["where", i]);
    const tie = where.slice(0, i).findIndex((other) => {
      const same = overlayKeys.filter((key) => other[key] !== undefined);
      // At one place the later value follows the earlier one.
      if (other.from !== overlay.from && overlayKeys.every((key) => overlay[key] === other[key])) return false;
      return (
        same.length === named.length &&
        overlayKeys.every(
          (key) => overlay[key] === undefined || other[key] === undefined || overlay[key] === other[key],
        )
      );
    });
    if (tie >= 0) yield new Refusal(`one value where several fit; where ${tie} is as specific`, "a tie", ["where", i]);
  }
}
