import { readFileSync } from "node:fs";
import Type from "typebox";
import { Value } from "typebox/value";
import { parse } from "yaml";
import { raw, type Sql } from "../../store/sql.ts";

const home = new URL("../../../datasets/limitation/limitation.yaml", import.meta.url);
const Label = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });

export const limitationTerm = Type.Object(
  {
    years: Type.Integer({ minimum: 1, maximum: 20 }),
    source: Label,
    confidence: Type.Enum(["official", "recalled"]),
  },
  { additionalProperties: false },
);

/** How long after its end an act may be punished, and on which ground: `datasets/limitation`. */
export const limitation = Value.Parse(limitationTerm, parse(readFileSync(home, "utf8")));

/** The last day of the time for `found`; null where nobody knows when the act ended. */
export const limitationDay: Sql = raw(`cast(act_end + to_years(${limitation.years}) as date)`);
