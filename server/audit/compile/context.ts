import { loadDictionary } from "../../store/dictionary.ts";
import type { Sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import { duckdb } from "../expressions/duckdb.ts";
import type { Expression } from "../expressions/expression.ts";
import { type Naming, printExpression } from "../expressions/print.ts";
import { readExpression } from "../expressions/read-expression.ts";
import type { Scope } from "../expressions/scope.ts";
import type { ScalarKind, ValueType } from "../expressions/value-type.ts";
import { at, Refusal } from "../refusal.ts";
import type { Relation, Relations } from "../relation.ts";
import type { ReadRule } from "../rule/rule-file.ts";
import { Parameters } from "./parameters.ts";

/** What a shape compiles a rule with. */
export class RuleContext {
  readonly rule: ReadRule;
  readonly relations: Relations;
  readonly dialect: Dialect;
  readonly parameters: Parameters;

  constructor(rule: ReadRule, relations: Relations, dialect: Dialect = duckdb) {
    this.rule = rule;
    this.relations = relations;
    this.dialect = dialect;
    this.parameters = new Parameters(rule.parameters ?? {});
  }

  /** The relation a rule names. @throws Refusal below the key */
  relation(name: string, key: string): Relation {
    const found = this.relations.get(name);
    if (!found) throw new Refusal(`one of ${[...this.relations.keys()].join(", ")}`, name, [key]);
    return found;
  }

  /** Reads an expression over columns by the name before the point. @throws Refusal below the key */
  read(
    text: string,
    columns: Scope["columns"],
    key: string | readonly (string | number)[],
    wanted?: ScalarKind,
  ): Promise<Expression> {
    const scope: Scope = { columns, parameters: this.parameters.types, knowsCode };
    return at(key, () => readExpression(text, scope, wanted));
  }

  /** Prints an expression whose names before the point are tables; overlays of parameters read the columns of `overlaid`. */
  print(expression: Expression, table: Naming["table"], overlaid: Overlaid | null): Sql {
    return printExpression(expression, this.dialect, {
      table,
      parameter: (name) => this.parameters.print(name, this.dialect, overlaid),
    });
  }
}

/** A row in a statement by whose area, tier and scheme a parameter's overlays are chosen. */
export interface Overlaid {
  table: string;
  columns: ReadonlyMap<string, unknown>;
  /** The column that says on which day it happened: an overlay counts from its own day on. Absent where rows stand for several days. */
  day?: string | null;
}

export type Columns = Map<string, ReadonlyMap<string, ValueType>>;

function knowsCode(table: string, code: string): boolean {
  return loadDictionary().codeTable(table).values.has(code);
}
