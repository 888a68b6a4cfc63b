import { exact } from "../../lib/format.ts";
import { nameOf, names } from "../../lib/labels.ts";
import { messageNamed } from "../../lib/message.ts";
import type { Place } from "../../lib/proposal.ts";
import { filingName, groupName, ratioText } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";

export const partName = (part: string) => messageNamed(`part_${part}`) ?? part;
export const leftoverName = (reason: string) => messageNamed(`leftover_${reason}`) ?? reason;

/** "住院，退休，三级，第 2 次". */
export function placeName({ care, group, tier, filing, admission, band, disease }: Place): string {
  const parts = [
    nameOf(names.groups, care),
    group && groupName(group),
    tier && tierName(tier),
    filing && filingName(filing),
    admission && m.place_admission({ n: admission }),
    band && Number(band) > 0 && m.place_band({ yuan: exact(band.replace(/\.00$/, "")) }),
    disease,
  ];
  return parts.filter(Boolean).join(m.list_comma());
}

/** O3: the row that holds for third-level hospitals of other provinces. */
function tierName(tier: string): string {
  return tier.startsWith("O")
    ? m.place_tier_outside({ tier: nameOf(names.tiers, tier.slice(1)) })
    : nameOf(names.tiers, tier);
}

const ratio = /^(0?\.\d+|1(\.0+)?)$/;
const amount = /^\d+(\.\d+)?$/;

/** A value as a person reads it: ratios in percent, amounts with separators, rules by their name; one without a name shows itself. */
export function valueName(part: string, value: string): string {
  if (part !== "deductible" && ratio.test(value)) return ratioText(value);
  if (amount.test(value)) return exact(value);
  const [word = "", number] = value.split(" ");
  if (part === "adjustment" && number !== undefined)
    return messageNamed(`adjust_${word.toLowerCase()}`, { value: changeText(word, number) }) ?? value;
  if (number !== undefined && amount.test(number))
    return messageNamed(`inferred_${part}_${word.toLowerCase()}`, { yuan: exact(number) }) ?? value;
  const name = value.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return messageNamed(`mode_${name}`) ?? messageNamed(`inferred_${part}_${name}`) ?? value;
}

function changeText(mode: string, number: string): string {
  if (mode === "FACTOR") return number;
  if (mode === "PRESELF") return ratioText(number);
  return String(Number((Number(number) * 100).toFixed(4)));
}
