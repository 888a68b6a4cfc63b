import type { Rule } from "../../lib/findings.ts";
import { textIn } from "../../lib/regions.ts";
import type { Label } from "../../lib/review.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";

/** No more than can be reached with Alt and a digit. */
const most = 9;

/**
 * Reasons that a reviewer may begin with: of what was ruled out for a confirmed one, of the rule's innocent explanations for a dismissed
 * one. A doubtful one is asked for material instead.
 */
export function reasonsFor(label: Label, card: Rule | null, locale: Locale): string[] {
  const innocent = (card?.innocent ?? []).map((each) => textIn(each, locale));
  if (label === "dismissed")
    return [...innocent.map((reason) => m.suggest_innocent({ reason })), m.suggest_data()].slice(0, most);
  if (label === "confirmed")
    return [m.suggest_facts(), ...(innocent.length > 0 ? [m.suggest_ruled_out({ count: innocent.length })] : [])];
  return [];
}

/** What may be called for: what the rule names, then what most answers need. */
export function materialsFor(card: Rule | null, locale: Locale): string[] {
  const own = card?.material ? [textIn(card.material, locale)] : [];
  return [
    ...own,
    m.material_record(),
    m.material_bill(),
    m.material_filing(),
    m.material_identity(),
    m.material_stock(),
  ].slice(0, most);
}
