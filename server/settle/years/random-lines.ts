import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { Rational } from "../reference/rational.ts";
import type { Line } from "../reference/records.ts";
import type { Dice } from "./dice.ts";
import { plainItem, unlistedItem } from "./random-catalogue.ts";

/** Lines of any items, and one of a plain item that brings the amount wanted into scope. */
export function randomLines(dice: Dice, catalogue: Catalogue, day: string, wanted: string): Line[] {
  const others = Array.from({ length: dice.whole(0, 4) }, () => {
    const item_code = dice.chance(0.06) ? unlistedItem : dice.one(catalogue.items).item_code;
    const quantity = dice.chance(0.3) ? `${dice.whole(1, 40)}.${dice.whole(0, 9999)}` : String(dice.whole(1, 40));
    const price = dice.chance(0.3) ? `${dice.whole(0, 30)}.${dice.whole(1, 999_999)}` : dice.yuan(1, 200);
    const amount = String(Rational.of(price).times(Rational.of(quantity)).toFen());
    return {
      ...line(item_code, day, amount),
      quantity,
      price,
      hospital_approved: dice.one([null, null, "0", "1", "2"]),
    };
  });
  const plain = Number(wanted) > 0 ? [{ ...line(plainItem, day, wanted), price: wanted }] : [];
  return [...others, ...plain].map((each) => recordedSplit(dice, each));
}

function line(item_code: string, day: string, amount: string): Line {
  return {
    item_code,
    day,
    quantity: "1",
    price: amount,
    amount,
    hospital_approved: null,
    full_self_pay: "0.00",
    over_limit: "0.00",
    first_pay: "0.00",
    in_scope: amount,
  };
}

function recordedSplit(dice: Dice, each: Line): Line {
  if (dice.chance(0.6)) return each;
  const amount = Rational.of(each.amount);
  const full = amount.times(new Rational(BigInt(dice.whole(0, 4)), 10n)).toFen();
  const first = amount.times(new Rational(BigInt(dice.whole(0, 3)), 10n)).toFen();
  const in_scope = amount.minus(full).minus(first);
  return { ...each, full_self_pay: String(full), first_pay: String(first), in_scope: String(in_scope) };
}
