import type { Terms } from "./policy-text.ts";
import { notNegative, Rational, total } from "./rational.ts";
import type { CatalogueOf, Charge, Line, Settlement } from "./records.ts";

/** A line's parts as due. */
export interface Split {
  amount: Rational;
  full: Rational;
  over: Rational;
  first: Rational;
  inScope: Rational;
}

export interface Header {
  from: "lines" | "record";
  full: Rational;
  over: Rational;
  /** Extra first-pay of care outside the province; part of `first`. */
  extra: Rational;
  first: Rational;
  /** What is left to benefits. */
  inScope: Rational;
}

/**
 * S1 to S3: each line split by the catalogue, added up, extra first-pay taken off (domain note §2.3, §2.5). Where lines are missing or do not
 * add up to the header, the header's own split stands, which is after extra first-pay.
 */
export function headerOf(settlement: Settlement, terms: Terms, catalogue: CatalogueOf): Header {
  const { recorded, lines } = settlement;
  const amounts = total(lines.map(({ amount }) => Rational.of(amount)));
  const apart = amounts.minus(Rational.of(recorded.total_cost));
  const fits = notNegative(apart).compare(fen) <= 0 && notNegative(Rational.zero.minus(apart)).compare(fen) <= 0;
  if (lines.length === 0 || !fits) {
    return {
      from: "record",
      full: Rational.of(recorded.full_self_pay),
      over: Rational.of(recorded.over_limit),
      extra: Rational.zero,
      first: Rational.of(recorded.first_pay),
      inScope: Rational.of(recorded.in_scope),
    };
  }
  const splits = splitsOf(settlement, terms, catalogue);
  const inScope = total(splits.map((split) => split.inScope));
  const extra = terms.firstPay ? inScope.times(terms.firstPay).toFen() : Rational.zero;
  return {
    from: "lines",
    full: total(splits.map((split) => split.full)),
    over: total(splits.map((split) => split.over)),
    extra,
    first: total(splits.map((split) => split.first)).plus(extra),
    inScope: inScope.minus(extra),
  };
}

/** Each line by the catalogue of the side that the policy names for the route, on the line's day. */
export function splitsOf({ lines, route, scheme, ...settlement }: Settlement, terms: Terms, catalogue: CatalogueOf) {
  const { version, tier } = terms.standing;
  const province = version.catalogue[route] === "care" ? settlement.care_province : settlement.insured_province;
  return lines.map((line) => splitOf(line, catalogue(line.item_code, { province, scheme, tier, day: line.day })));
}

const fen = Rational.of("0.01");
const one = Rational.of("1");

/** Domain note §2.3. An item that the catalogue does not list keeps the split it came with. */
function splitOf(line: Line, charge: Charge | null): Split {
  const amount = Rational.of(line.amount);
  if (charge === null) {
    return {
      amount,
      full: Rational.of(line.full_self_pay),
      over: Rational.of(line.over_limit),
      first: Rational.of(line.first_pay),
      inScope: Rational.of(line.in_scope),
    };
  }
  const { zero } = Rational;
  const ratio = Rational.of(charge.first_pay_ratio);
  const unapproved = charge.restricted && (line.hospital_approved === "0" || line.hospital_approved === "2");
  if (charge.item_class === "03" || ratio.compare(one) >= 0 || unapproved)
    return { amount, full: amount, over: zero, first: zero, inScope: zero };
  const limit = Rational.of(charge.price_limit || "0");
  const over =
    limit.compare(zero) > 0
      ? notNegative(Rational.of(line.price).minus(limit)).times(Rational.of(line.quantity)).toFen()
      : zero;
  const first = amount.minus(over).times(ratio).toFen();
  return { amount, full: zero, over, first, inScope: amount.minus(over).minus(first) };
}
