import type { CareGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { type History, poolCare } from "./history.ts";
import { type Band, bandsOf } from "./policy-text.ts";
import { greatest, least, notNegative, Rational, total } from "./rational.ts";
import type { Opening, Settlement } from "./records.ts";

type LayerRow = PolicyVersion["layers"][number];

/** In the order in which they pay (domain note §2.8). */
export const layerNames = ["serious", "large", "civil", "aid"] as const;
export type LayerName = (typeof layerNames)[number];
type Amounts = Record<LayerName, Rational>;

const official: Record<LayerName, LayerRow["layer"]> = {
  serious: "serious_illness",
  large: "large_amount",
  civil: "civil_servant",
  aid: "medical_aid",
};
const column = {
  serious: "serious_illness_fund",
  large: "large_amount_fund",
  civil: "civil_servant_fund",
  aid: "medical_aid_fund",
} as const satisfies Record<LayerName, keyof Opening>;
/** Layers that have paid before one is asked. */
const earlier: Record<LayerName, LayerName[]> = {
  serious: [],
  large: [],
  civil: ["serious", "large"],
  aid: ["serious", "large", "civil"],
};

/** Amounts of one settlement out of which own shares are made. */
export interface Shared {
  inScope: Rational;
  firstPay: Rational;
  deductible: Rational;
  basic: Rational;
  overCap: Rational;
}

/** S8 to S10: what each layer pays for this settlement. */
export function layersOf(settlement: Settlement, version: PolicyVersion, shared: Shared, history: History): Amounts {
  const paid = nothing();
  for (const name of layerNames) {
    const row = rowOf(version, name, settlement);
    if (!row) continue;
    const share = shareOf(row, name, shared, paid);
    const amount = row.basis === "OVER_CAP" ? shared.overCap : share;
    const bands = bandsOf(row.bands);
    const before = row.basis === "OWN_SHARE_YEAR" ? shareBefore(row, name, history) : Rational.zero;
    const due = inBands(bands, before.plus(amount)).minus(inBands(bands, before)).toFen();
    paid[name] = row.cap === undefined ? due : least(due, capLeft(Rational.of(row.cap), name, history));
  }
  return paid;
}

/** Own share of a settlement under each layer of its own policy, whatever it was paid; 0 where that has none for this care. */
export function sharesOf(
  settlement: Settlement,
  version: PolicyVersion | null,
  shared: Shared,
  paid: Amounts,
): Amounts {
  const of = (name: LayerName) => {
    const row = version && rowOf(version, name, settlement);
    return row ? shareOf(row, name, shared, paid) : Rational.zero;
  };
  return { serious: of("serious"), large: of("large"), civil: of("civil"), aid: of("aid") };
}

const nothing = (): Amounts => ({
  serious: Rational.zero,
  large: Rational.zero,
  civil: Rational.zero,
  aid: Rational.zero,
});

/**
 * Kinds of care that a layer of this settlement's adds up over the year: what any row of the layer speaks of in any of the policy's versions, since each settlement
 * counts in its own version, in the row of the class its person had then. A layer that pays of each settlement alone, without a ceiling, adds nothing up.
 */
export function careAddedUp(
  settlement: Settlement,
  version: PolicyVersion,
  versions: readonly PolicyVersion[],
): readonly CareGroup[] {
  return layerNames.flatMap((name) => {
    const row = rowOf(version, name, settlement);
    if (!row || (row.basis !== "OWN_SHARE_YEAR" && row.cap === undefined)) return [];
    return versions.flatMap(({ layers }) => layers.filter(({ layer }) => layer === official[name]).flatMap(careOf));
  });
}

/** A row that names the person's class stands before the general one; civil servants' is theirs alone. */
function rowOf(version: PolicyVersion, name: LayerName, settlement: Settlement): LayerRow | null {
  if (name === "civil" && !settlement.civil_servant) return null;
  const rows = version.layers.filter(({ layer }) => layer === official[name]);
  const row =
    rows.find(({ persons }) => persons?.some((name) => name === settlement.aid_class)) ??
    rows.find(({ persons }) => persons === undefined);
  const care = poolCare(settlement, version);
  return row && care && careOf(row).includes(care) ? row : null;
}

const careOf = (row: LayerRow): readonly CareGroup[] => row.care ?? ["inpatient", "chronic"];

/** Compliant self-pay (domain note §2.8), less what other layers paid before; not below 0, whatever was recorded. */
function shareOf({ includes = [] }: LayerRow, name: LayerName, shared: Shared, paid: Amounts): Rational {
  const { inScope, firstPay, deductible, basic, overCap } = shared;
  const parts = [
    inScope.minus(deductible).minus(overCap).minus(basic),
    ...(includes.includes("deductible") ? [deductible] : []),
    ...(includes.includes("over_cap") ? [overCap] : []),
    ...(includes.includes("first_pay") ? [firstPay] : []),
  ];
  return notNegative(total(parts).minus(total(earlier[name].map((other) => paid[other]))));
}

/** The year's own share so far: of each settlement as its own row counts it, and what the insured area's statement leaves. */
function shareBefore(row: LayerRow, name: LayerName, history: History): Rational {
  return history.sum(
    "any",
    ({ shares }) => shares[name],
    (opening) => (careOf(row).some((care) => care !== "outpatient") ? stated(row, name, opening) : Rational.zero),
  );
}

/** A statement knows neither first-pay nor what was above a ceiling. */
function stated(row: LayerRow, name: LayerName, opening: Opening): Rational {
  const shared = {
    inScope: Rational.of(opening.in_scope),
    firstPay: Rational.zero,
    deductible: Rational.of(opening.deductible_paid),
    basic: Rational.of(opening.basic_fund),
    overCap: Rational.zero,
  };
  return shareOf(row, name, shared, {
    serious: Rational.of(opening.serious_illness_fund),
    large: Rational.of(opening.large_amount_fund),
    civil: Rational.of(opening.civil_servant_fund),
    aid: Rational.of(opening.medical_aid_fund),
  });
}

/** F: what bands pay for everything up to an amount. */
function inBands(bands: readonly Band[], upTo: Rational): Rational {
  return total(
    bands.map(({ low, high, ratio }) => notNegative((high ? least(high, upTo) : upTo).minus(low)).times(ratio)),
  );
}

function capLeft(cap: Rational, name: LayerName, history: History): Rational {
  const paid = history.sum(
    "any",
    ({ layers }) => layers[name],
    (opening) => Rational.of(opening[column[name]]),
  );
  return greatest(Rational.zero, cap.minus(paid));
}
