import { m } from "../paraglide/messages.js";
import { exact } from "./format.ts";
import { nameOf, names } from "./labels.ts";
import type { Unlike } from "./settlement.ts";
import { filingName, groupName, ratioText, stepName } from "./settlement-labels.ts";

/** What of a settlement is compared with its like. */
export const comparedName = (what: string): string => stepName(what);

/** A compared value: yuan of a deductible, else a share. */
export const comparedValue = ({ what }: Pick<Unlike, "what">, value: string): string =>
  what === "deductible" ? m.unlike_yuan({ amount: exact(Number(value).toFixed(2)) }) : ratioText(value);

/** The kind of settlement that a comparison is among: "2021，退休，三级，异地长期居住，第 1 次". */
export const kindOf = ({ person_group, tier, filing, benefit_year, admission }: Unlike): string =>
  [
    benefit_year,
    groupName(person_group),
    nameOf(names.tiers, tier),
    filingName(filing),
    admission === null ? "" : m.place_admission({ n: admission }),
  ]
    .filter(Boolean)
    .join(m.list_comma());
