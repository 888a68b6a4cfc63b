import Type, { type Static } from "typebox";
import type { NameOf } from "../../access/account-names.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { seesArea } from "../../store/scope.ts";
import { blankRelations } from "../blank-house.ts";
import { ruleAnswer } from "../pages/rule-answer.ts";
import { ruleCards } from "../pages/rule-card.ts";
import { meaningOf, readLock } from "../rule/rule-lock.ts";
import type { Parameter } from "../rule/rule-schema.ts";
import { type RuleSource, ruleSources } from "../rule/rule-sources.ts";
import { statuses } from "../rule/vocabulary.ts";
import { differences } from "./differences.ts";
import { historyEntry, historyOf, OnePlace, person, Someone } from "./history.ts";
import { baseOf, idOf, merged, standingSource, stateOf } from "./house-sources.ts";
import { type Life, samePlace, unlived } from "./life.ts";
import { namesIn } from "./names.ts";
import { readLives } from "./read-lives.ts";
import type { Place } from "./rule-acts.ts";
import { countsOf, draftOnly, type RuleInList, standing, standingOf } from "./rule-list.ts";
import { movesFrom } from "./rule-states.ts";
import { checkedText, soundText, type TestState, testedText } from "./workshop.ts";

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
const Both = Type.Object({ zh: Type.String(), en: Type.String() });

const Outcome = Type.Object({
  test: Type.String(),
  kind: Type.Enum(["hit", "miss", "boundary"]),
  problem: orNull(Type.String({ description: "null: it holds" })),
});
export const testState = Type.Object({ tests: Type.Integer(), failed: Type.Integer(), outcomes: Type.Array(Outcome) });

const ParameterAnswer = Type.Object({
  name: Type.String(),
  title: orNull(Both),
  default: Type.String(),
  unit: Type.String(),
  min: Type.String(),
  max: Type.String(),
  confidence: Type.String(),
  overlays: Type.Array(
    Type.Object({
      overlay: orNull(Type.Integer({ description: "number to remove it by; null: the file says so" })),
      place: OnePlace,
      value: Type.String(),
      from: Type.String(),
      reason: Type.String(),
      by: orNull(Someone),
      at: orNull(Type.String()),
    }),
  ),
});

const SnoozeAnswer = Type.Object({
  snooze: Type.Integer(),
  institution: orNull(Type.String()),
  insured: orNull(Type.String()),
  care: orNull(Type.String()),
  until: Type.String(),
  reason: Type.String(),
  by: Someone,
  at: Type.String(),
});

/** A rule with all that happened to it; `rule` is as in the list, with the `Standing` part of this schema. */
export const rulePage = Type.Object({
  rule: Type.Intersect([Type.Object(standing), Type.Record(Type.String(), Type.Unknown())]),
  explain: Both,
  find: Type.Unknown({ description: "the key `find` of the text that stands" }),
  names: Type.Record(Type.String(), Both, {
    description: "what people call the relations that it names, and their columns: stay, stay.begin_date",
  }),
  file: Type.String(),
  text: Type.String({ description: "the text that stands, or the draft where nothing does" }),
  textInForce: Type.String({ description: "the same with the house's state and values, as it runs" }),
  draft: orNull(
    Type.Object({
      revision: Type.Integer(),
      text: Type.String(),
      version: orNull(Type.String()),
      reason: Type.String(),
      at: Type.String(),
      by: Someone,
      changes: Type.Array(
        Type.Object({ key: Type.String(), before: orNull(Type.String()), after: orNull(Type.String()) }),
        {
          description: "against the text that stands",
        },
      ),
    }),
  ),
  shipped: orNull(
    Type.Object(
      { version: orNull(Type.String()), text: Type.String() },
      { description: "the file that came with the program" },
    ),
  ),
  lock: orNull(
    Type.Object(
      { version: Type.String(), meaning: Type.String(), agrees: Type.Boolean() },
      { description: "rules.lock.json, held against the shipped file" },
    ),
  ),
  parameters: Type.Array(ParameterAnswer),
  tests: testState,
  draftTests: orNull(testState),
  moves: Type.Array(
    Type.Object({
      of: Type.Enum(["draft", "standing"]),
      to: Type.Enum([...statuses]),
      needs: Type.Array(Type.Enum(["tests", "version", "approval"])),
    }),
    { description: "moves that are allowed now" },
  ),
  snoozes: Type.Array(SnoozeAnswer, { description: "in force today" }),
  history: Type.Array(historyEntry, { description: "the latest first" }),
});
export type RulePage = Static<typeof rulePage>;

type Read = <T>(work: (reader: Reader) => Promise<T>) => Promise<T>;

/** A rule of a house as its page shows it. Its tests are run where this text's were not yet, off the database. @throws rule.not_found, rule.busy */
export async function ruleOf(read: Read, principal: Principal, id: string, today: string): Promise<RulePage> {
  const files = ruleSources();
  const shipped = files.find(({ file }) => idOf(file) === id) ?? null;
  const { life, source, stands, card, counted } = await read(async (reader) => {
    const lives = await readLives(reader.connection);
    const life = lives.get(id) ?? unlived(id);
    const source = standingSource(lives.get(id), shipped) ?? draftOnly(life, files);
    if (!source) throw fail("rule.not_found", { rule: id });
    const stands = merged(files, lives);
    const { cards } = await ruleCards(reader.connection, stateOf(life, shipped) === null ? [source] : stands);
    return { life, source, stands, card: cards.get(id), counted: await countsOf(reader, principal) };
  });
  const { nameOf } = counted;
  const { rule } = await soundText(source);
  if (!card) throw fail("rule.not_found", { rule: id });
  const base = baseOf(life, shipped);
  const tests = await testedText(source, stands);
  const listed: RuleInList = { ...ruleAnswer(card), ...standingOf(life, shipped, source, card, counted, today) };
  const { draft, snoozes } = life;
  return {
    rule: { ...listed },
    ...{ explain: card.explain, find: rule.find, file: source.file },
    names: namesIn(rule, await blankRelations()),
    ...{ text: base?.text ?? source.text, textInForce: source.text },
    draft: await draftAnswer(life, source.file, base?.text ?? null, nameOf),
    ...(await cameAs(shipped)),
    parameters: Object.entries(rule.parameters ?? {}).map(([name, each]) => parameterAnswer(name, each, life, nameOf)),
    tests,
    draftTests: draft && (await tested({ file: source.file, text: draft.text }, stands)),
    moves: movesFrom(stateOf(life, shipped), draft !== null).map(({ of, to, needs }) => ({
      of,
      to,
      needs: [...needs],
    })),
    snoozes: snoozes
      .filter((snooze) => snooze.until > today && isTold(principal, snooze.by, snooze))
      .map((snooze) => ({ ...snooze, by: person(snooze.by, nameOf) })),
    history: historyOf(life, shipped?.text ?? null, nameOf).filter((entry) => isTold(principal, entry.by.id, entry)),
  };
}

/** Snoozes name institutions and areas: of one elsewhere only its giver and the nation know. */
function isTold(
  principal: Principal,
  by: string,
  { institution, insured, care }: { institution?: string | null; insured?: string | null; care?: string | null },
): boolean {
  if (!institution && !insured && !care) return true;
  return by === principal.id || seesArea(principal, { insured: insured ?? null, care: care ?? null });
}

/** A text that is refused has no tests to run. */
async function tested(source: RuleSource, others: readonly RuleSource[]): Promise<TestState | null> {
  const { rule } = await checkedText(source);
  return rule ? testedText(source, others) : null;
}

async function draftAnswer(
  { draft }: Life,
  file: string,
  before: string | null,
  nameOf: NameOf,
): Promise<RulePage["draft"]> {
  if (!draft) return null;
  const { revision, text, reason, at, by } = draft;
  const { rule } = await checkedText({ file, text });
  const changes = differences(before, text);
  return { revision, text, version: rule?.rule.version ?? null, reason, at, by: person(by, nameOf), changes };
}

async function cameAs(shipped: RuleSource | null): Promise<Pick<RulePage, "shipped" | "lock">> {
  if (!shipped) return { shipped: null, lock: null };
  const { rule } = await checkedText(shipped);
  const held = readLock()[idOf(shipped.file)];
  const agrees = rule !== null && held?.version === rule.rule.version && held.meaning === meaningOf(rule.rule);
  return {
    shipped: { version: rule?.rule.version ?? null, text: shipped.text },
    lock: held ? { ...held, agrees } : null,
  };
}

function parameterAnswer(
  name: string,
  parameter: Parameter,
  life: Life,
  nameOf: NameOf,
): RulePage["parameters"][number] {
  const { title = null, default: value, unit, min, max, confidence, where = [] } = parameter;
  const overlays = where.map(({ value, reason, from, ...place }) => {
    const own = life.overlays.find(
      (each) => each.parameter === name && each.from === from && samePlace(each.place, place as Place),
    );
    return {
      overlay: own?.overlay ?? null,
      ...{ place: place as Place, value, from, reason },
      by: own ? person(own.by, nameOf) : null,
      at: own?.at ?? null,
    };
  });
  return { name, title, default: value, unit, min, max, confidence, overlays };
}
