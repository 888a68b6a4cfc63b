import { careGroups } from "../../../datasets/policies/policy-schema.ts";
import { fail } from "../../errors.ts";
import type { RegionRow } from "../../facts/regions.ts";

export const states = ["complete", "cross_province_only", "unknown"] as const;
export const schemes = ["310", "390"] as const;

/** What somebody says about the loaded data: whether all settlements of an area, scheme and kind of care in a period are there. */
export interface Declaration extends Record<string, unknown> {
  /** A pooling area, a province (all its areas), or 000000 (all areas). */
  area: string;
  /** null: both, all, from ever, for ever. Both days belong to the period. */
  scheme: string | null;
  care: string | null;
  from: string | null;
  to: string | null;
  state: (typeof states)[number];
}

const FORM = "AREA[:SCHEME[:CARE]]=STATE[@FROM..TO], as 410100:310:inpatient=complete@2021-01-01..2021-12-31";
const form = /^(\d{6})(?::(\w*))?(?::(\w*))?=(\w+)(?:@(\S*)\.\.(\S*))?$/;
const day = /^\d{4}-\d\d-\d\d$/;

/**
 * Reads one declaration as a person writes it. `regions` says which areas there are.
 * @throws completeness.invalid naming what was expected and got
 */
export function parseDeclaration(
  text: string,
  regions: readonly Pick<RegionRow, "country" | "code" | "in_scheme">[],
): Declaration {
  const wrong = (expected: string, got: string) => fail("completeness.invalid", { declaration: text, expected, got });
  const parts = form.exec(text);
  if (!parts) throw wrong(FORM, text);
  const [, area = "", scheme, care, state = "", from, to] = parts;
  if (!regions.some((region) => region.country === "CN" && region.code === area && region.in_scheme))
    throw wrong("a pooling area, a province, or 000000 for all", area);
  const chosen = (value: string | undefined, allowed: readonly string[]) => {
    if (value && !allowed.includes(value)) throw wrong(`one of ${allowed.join(", ")}`, value);
    return value || null;
  };
  const dated = (value: string | undefined) => {
    if (value && !(day.test(value) && new Date(value).toISOString().startsWith(value)))
      throw wrong("a day as 2021-01-31", value);
    return value || null;
  };
  if (!states.includes(state as Declaration["state"])) throw wrong(`one of ${states.join(", ")}`, state);
  const declaration: Declaration = {
    area,
    scheme: chosen(scheme, schemes),
    care: chosen(care, careGroups),
    from: dated(from),
    to: dated(to),
    state: state as Declaration["state"],
  };
  if (declaration.from !== null && declaration.to !== null && declaration.to < declaration.from)
    throw wrong(`a day from ${declaration.from} on`, declaration.to);
  return declaration;
}

/** The declaration as a person writes it. */
export function declarationText({ area, scheme, care, from, to, state }: Declaration): string {
  const kind = care === null ? (scheme === null ? "" : `:${scheme}`) : `:${scheme ?? ""}:${care}`;
  return `${area}${kind}=${state}${from === null && to === null ? "" : `@${from ?? ""}..${to ?? ""}`}`;
}
