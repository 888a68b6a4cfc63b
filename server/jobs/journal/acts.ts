import { readFileSync } from "node:fs";
import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";
import type { Label } from "../../store/dictionary.ts";

const file = new URL("../../../datasets/journal/acts.yaml", import.meta.url);

const ActSchema = Type.Object(
  {
    zh: Type.String({ minLength: 1 }),
    en: Type.String({ minLength: 1 }),
    subject: Type.Optional(Type.Record(Type.String(), Type.String(), { minProperties: 1, maxProperties: 1 })),
    says: Type.Array(Type.String()),
    hides: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);

/** How the journal's pages speak of a kind of act. */
export type Act = Static<typeof ActSchema>;

let known: ReadonlyMap<string, Act> | undefined;

/** Every kind of act that is described, by its name. */
export function acts(): ReadonlyMap<string, Act> {
  if (known) return known;
  const read: unknown = parse(readFileSync(file, "utf8"));
  for (const [name, act] of Object.entries(read as object))
    if (!Check(ActSchema, act))
      throw new TypeError(`datasets/journal/acts.yaml: ${name} is not described as its head says`);
  known = new Map(Object.entries(read as Record<string, Act>));
  return known;
}

/** What a kind of act is called; one that nobody described goes by its own name. */
export function labelOf(act: string): Label {
  const { zh, en } = acts().get(act) ?? { zh: act, en: act };
  return { zh, en };
}
