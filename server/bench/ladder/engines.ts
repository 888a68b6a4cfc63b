import { createRequire } from "node:module";
import { ZenEngine } from "@gorules/zen-engine";
import { Engine } from "json-rules-engine";
import type { Kind, LadderRule } from "./rules.ts";

/** A claim as engines get it (rows.sql). */
export interface LadderRow {
  claim: string;
  visit: boolean;
  inpatient: boolean;
  direct: boolean;
  crossing: boolean;
  unfiled: boolean;
  emergency: boolean;
  unspoken: boolean;
  injury: boolean;
  /** Nights, 9999 where nobody knows. */
  nights: number;
  /** Yuan; the engines know no exact decimals, and the rules compare whole yuan. */
  fund: number;
  /** Days after the death; -1 for the living. */
  late: number;
}

/** An engine with rules: rows in, `rule claim` of every hit out. */
export type LadderEngine = (rows: readonly LadderRow[]) => Promise<string[]>;

type Atom = [fact: Exclude<keyof LadderRow, "claim">, is: "=" | ">" | ">=" | "<", value: number | boolean];

const atoms: Record<Kind, (value: number) => Atom[]> = {
  INJURY: (value) => [
    ["visit", "=", true],
    ["inpatient", "=", true],
    ["injury", "=", true],
    ["unspoken", "=", true],
    ["fund", ">=", value],
  ],
  SHORT: (value) => [
    ["visit", "=", true],
    ["inpatient", "=", true],
    ["emergency", "=", true],
    ["nights", "<", 2],
    ["fund", ">=", value],
  ],
  DEAD: (value) => [
    ["visit", "=", true],
    ["late", ">", value],
  ],
  UNFILED: (value) => [
    ["visit", "=", true],
    ["inpatient", "=", true],
    ["direct", "=", true],
    ["crossing", "=", true],
    ["unfiled", "=", true],
    ["emergency", "=", false],
    ["fund", ">=", value],
  ],
};

const conditions = ({ kind, value }: LadderRule) => atoms[kind](value);

/** The engines of the ladder, each given the same rules in its own form. */
export const engines: Record<string, (rules: readonly LadderRule[]) => LadderEngine> = {
  "json-rules-engine": jsonRules,
  "@gorules/zen-engine": zen,
  nools,
};

function jsonRules(rules: readonly LadderRule[]): LadderEngine {
  const operators = { "=": "equal", ">": "greaterThan", ">=": "greaterThanInclusive", "<": "lessThan" };
  const engine = new Engine();
  for (const rule of rules) {
    const all = conditions(rule).map(([fact, is, value]) => ({ fact, operator: operators[is], value }));
    engine.addRule({ conditions: { all }, event: { type: rule.id } });
  }
  return async (rows) => {
    const hits: string[] = [];
    for (const row of rows) {
      const { events } = await engine.run(row as unknown as Record<string, unknown>);
      for (const { type } of events) hits.push(`${type} ${row.claim}`);
    }
    return hits;
  };
}

function zen(rules: readonly LadderRule[]): LadderEngine {
  const expressions = rules.map((rule, n) => ({
    id: `e${n}`,
    key: `r${n}`,
    value: conditions(rule)
      .map(([fact, is, value]) => (is === "=" ? (value ? fact : `not ${fact}`) : `${fact} ${is} ${value}`))
      .join(" and "),
  }));
  const node = (id: string, type: string, content: object = {}) => ({
    id,
    name: id,
    type,
    content,
    position: { x: 0, y: 0 },
  });
  const decision = new ZenEngine().createDecision({
    nodes: [node("in", "inputNode"), node("rules", "expressionNode", { expressions }), node("out", "outputNode")],
    edges: [
      { id: "1", type: "edge", sourceId: "in", targetId: "rules" },
      { id: "2", type: "edge", sourceId: "rules", targetId: "out" },
    ],
  });
  return async (rows) => {
    const hits: string[] = [];
    for (const row of rows) {
      const { result } = await decision.evaluate(row);
      for (const [n, { id }] of rules.entries()) if (result[`r${n}`] === true) hits.push(`${id} ${row.claim}`);
    }
    return hits;
  };
}

/** What is used of nools, which has no types of its own. */
interface Nools {
  flow(name: string, define: (flow: NoolsFlow) => void): { getSession(): NoolsSession };
  deleteFlow(name: string): void;
}
interface NoolsFlow {
  rule(name: string, pattern: unknown[], then: (facts: { claim: Claim }) => void): void;
}
interface NoolsSession {
  assert(fact: object): void;
  match(): Promise<void>;
  dispose(): void;
}
class Claim {
  claim = "";
  constructor(row: LadderRow) {
    Object.assign(this, row);
  }
}
const AT_ONCE = 200;

function nools(rules: readonly LadderRule[]): LadderEngine {
  const library = createRequire(import.meta.url)("nools") as Nools;
  let hits: string[] = [];
  const name = `ladder of ${rules.length}`;
  library.deleteFlow(name);
  const flow = library.flow(name, (defined) => {
    for (const rule of rules) {
      const text = conditions(rule).map(([fact, is, value]) => `claim.${fact} ${is === "=" ? "===" : is} ${value}`);
      defined.rule(rule.id, [Claim, "claim", text.join(" && ")], ({ claim }) => hits.push(`${rule.id} ${claim.claim}`));
    }
  });
  return async (rows) => {
    hits = [];
    for (let first = 0; first < rows.length; first += AT_ONCE) {
      const session = flow.getSession();
      for (const row of rows.slice(first, first + AT_ONCE)) session.assert(new Claim(row));
      await session.match();
      session.dispose();
    }
    return hits;
  };
}
