import Type, { type Static } from "typebox";
import { accountNames, type NameOf } from "../../access/account-names.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { problemText } from "../check-rules.ts";
import { type RuleAnswer, ruleAnswer } from "../pages/rule-answer.ts";
import { type RuleCard, ruleCards } from "../pages/rule-card.ts";
import { type RuleSource, ruleSources } from "../rule/rule-sources.ts";
import { statuses } from "../rule/vocabulary.ts";
import { scopedFindings, scopedMoney } from "../run/scoped-findings.ts";
import { person, Someone } from "./history.ts";
import { houseFile, idOf, merged, standingSource, stateOf } from "./house-sources.ts";
import { type Life, unlived } from "./life.ts";
import { readLives } from "./read-lives.ts";
import { checkedText, knownTests } from "./workshop.ts";

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

/** Where a rule stands in the house, beside what its card says. */
export const standing = {
  state: Type.Enum([...statuses]),
  origin: Type.Enum(["shipped", "revised", "house"], {
    description: "as it came, with a text of the house in its place, or the house's own",
  }),
  draft: orNull(Type.Object({ revision: Type.Integer(), at: Type.String(), by: Someone })),
  pending: orNull(
    Type.Object({
      move: Type.Integer(),
      of: Type.Enum(["draft", "standing"]),
      to: Type.Enum([...statuses]),
      reason: Type.String(),
      tests: Type.Integer(),
      at: Type.String(),
      by: Someone,
    }),
  ),
  overlays: Type.Integer({ description: "values of the house's own" }),
  snoozes: Type.Integer({ description: "snoozes in force today" }),
  tests: Type.Object({
    count: Type.Integer(),
    failed: orNull(Type.Integer({ description: "null: not run since the server started; the rule's page runs them" })),
  }),
  findings: Type.Object(
    {
      ...{ open: Type.Integer(), shadow: Type.Integer(), held: Type.Integer() },
      loss: orNull(
        Type.String({
          description: "yuan: part of the open ones in the joint fund loss; null where no money was judged",
        }),
      ),
    },
    { description: "in the principal's scope" },
  ),
  changedAt: orNull(Type.String({ description: "last act of people on the rule" })),
  run: orNull(Type.Enum(["done", "failed", "held", "unsupplied"], { description: "what came of it in the last run" })),
};
const Standing = Type.Object(standing);
export type Standing = Static<typeof Standing>;

export type RuleInList = RuleAnswer & Standing;

/** A file that cannot be a rule of this house, and what has to be mended. */
export interface RefusedFile {
  id: string;
  file: string;
  problem: string;
}

/** All rules of a house, drafts that never stood included, in the order of their ids; and files that are refused. */
export async function ruleList(
  reader: Reader,
  principal: Principal,
  today: string,
): Promise<{ rules: RuleInList[]; refused: RefusedFile[] }> {
  const { connection } = reader;
  const [lives, shipped] = [await readLives(connection), ruleSources()];
  const stand = merged(shipped, lives);
  const drafts = [...lives.values()].flatMap((life) => draftOnly(life, shipped) ?? []);
  const sources = [...stand, ...drafts];
  const { cards } = await ruleCards(connection, sources);
  const counted = await countsOf(reader, principal);
  const told = sources.flatMap((source) => {
    const id = idOf(source.file);
    const card = cards.get(id);
    if (!card) return [];
    const life = lives.get(id) ?? unlived(id);
    const came = shipped.find(({ file }) => file === source.file) ?? null;
    return [{ ...ruleAnswer(card), ...standingOf(life, came, source, card, counted, today) }];
  });
  const rules = told.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  return { rules, refused: await refusedOf(sources.filter(({ file }) => !cards.has(idOf(file)))) };
}

async function refusedOf(sources: readonly RuleSource[]): Promise<RefusedFile[]> {
  const found = await Promise.all(sources.map(checkedText));
  return sources.map(({ file }, i) => {
    const [problem] = found[i]!.problems;
    return { id: idOf(file), file, problem: problem ? problemText(problem) : "its explanation cannot be read" };
  });
}

/** The text of a rule that has nothing but a draft. */
export function draftOnly(life: Life, shipped: readonly RuleSource[]): RuleSource | null {
  const came = shipped.find(({ file }) => idOf(file) === life.rule) ?? null;
  if (standingSource(life, came) || !life.draft) return null;
  return { file: houseFile(life.rule), text: life.draft.text };
}

export interface Counted {
  findings: ReadonlyMap<string, Record<string, number>>;
  /** Yuan by rule. */
  losses: ReadonlyMap<string, string>;
  runs: ReadonlyMap<string, string>;
  nameOf: NameOf;
}

/** Findings of the principal's scope by rule and state, what came of each rule in its last run, and what people are called. */
export async function countsOf(reader: Reader, principal: Principal): Promise<Counted> {
  const rows = await reader.rows<{ rule: string; state: string; n: number }>(
    sql`select rule, state, count(*) as n from ${scopedFindings(principal)} where state <> 'closed' group by rule, state`,
  );
  const losses = await reader.rows<{ rule: string; loss: string }>(
    sql`select found.rule, sum(money.share)::varchar as loss from ${scopedFindings(principal)} as found
      join ${scopedMoney(principal, "finding_money")} as money on money.finding = found.finding where money.own and found.state = 'open' group by found.rule`,
  );
  const runs = await reader.rows<{ rule: string; state: string }>(
    raw("select rule, arg_max(state, run) as state from audit_run_rule group by rule"),
  );
  const findings = new Map<string, Record<string, number>>();
  for (const { rule, state, n } of rows) findings.set(rule, { ...findings.get(rule), [state]: n });
  const lossOf = new Map(losses.map(({ rule, loss }) => [rule, loss]));
  const nameOf = await accountNames(reader);
  return { findings, losses: lossOf, runs: new Map(runs.map(({ rule, state }) => [rule, state])), nameOf };
}

export function standingOf(
  life: Life,
  shipped: RuleSource | null,
  source: RuleSource,
  card: Pick<RuleCard, "id" | "tests">,
  { findings, losses, runs, nameOf }: Counted,
  today: string,
): Standing {
  const { draft, pending, overlays, snoozes } = life;
  const { open = 0, shadow = 0, held = 0 } = findings.get(card.id) ?? {};
  const tests = knownTests(source);
  return {
    state: stateOf(life, shipped) ?? "draft",
    origin: shipped ? (life.standing?.revision ? "revised" : "shipped") : "house",
    draft: draft && { revision: draft.revision, at: draft.at, by: person(draft.by, nameOf) },
    pending: pending && {
      ...{ move: pending.act, of: pending.of, to: pending.to, reason: pending.reason },
      ...{ tests: pending.tests, at: pending.at, by: person(pending.by, nameOf) },
    },
    overlays: overlays.length,
    snoozes: snoozes.filter(({ until }) => until > today).length,
    tests: { count: card.tests, failed: tests?.failed ?? null },
    findings: { open, shadow, held, loss: losses.get(card.id) ?? null },
    changedAt: life.acts.at(-1)?.at ?? null,
    run: (runs.get(card.id) as Standing["run"]) ?? null,
  };
}
