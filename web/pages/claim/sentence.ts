import { signOf, sizeOf } from "../../lib/fen.ts";
import { exact } from "../../lib/format.ts";
import { messageNamed } from "../../lib/message.ts";
import type { ClaimPage, Result } from "../../lib/settlement.ts";
import { cannotName, className, explainingName, filingName, neededFor } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";

/** A piece of the sentence that says the result; a strong one carries the amount. */
export interface Piece {
  text: string;
  strong?: "over" | "under" | "cannot";
}

/** What became of a claim: one word for its tag, and the sentence. */
export type Outcome = "over" | "under" | "other" | "agrees" | "cannot" | "none";

export function outcomeOf(result: Result | null): Outcome {
  if (!result) return "none";
  if (result.reason !== null) return "cannot";
  if (!result.difference_class || result.materiality === "rounding") return "agrees";
  const sign = signOf(result.fund_difference);
  return sign > 0 ? "over" : sign < 0 ? "under" : "other";
}

/** The result in plain words: paid, due, by how much they differ and which change explains it; or why it cannot be said. */
export function sentence({ claim, result, ledger }: ClaimPage): Piece[] {
  const outcome = outcomeOf(result);
  if (!result || outcome === "none") return [{ text: m.say_not_settled() }];
  const paid = exact(claim.fund_total);
  if (outcome === "cannot") {
    const reason = result.reason ?? "";
    return [
      { text: m.say_cannot({ reason: cannotName(reason) }), strong: "cannot" },
      { text: m.say_needed({ needed: neededFor(reason) }) },
    ];
  }
  if (outcome === "agrees") {
    const off = signOf(result.fund_difference) !== 0;
    return [
      { text: off ? m.say_rounding({ paid, amount: exact(sizeOf(result.fund_difference)) }) : m.say_agrees({ paid }) },
    ];
  }
  if (result.difference_class === "RS-ID") {
    const identity = messageNamed(`identity_${result.broken_identity ?? 0}`) ?? className("RS-ID");
    return [{ text: m.say_broken({ identity }), strong: "cannot" }, { text: m.say_broken_next() }];
  }
  if (outcome === "other")
    return [{ text: m.say_other({ paid, class: className(result.difference_class!) }) }, ...explained(result)];
  const byFiling = result.explaining?.startsWith("filing:");
  const amount = exact(sizeOf(result.fund_difference));
  const basic = ledger.find(({ step }) => step === "basic_fund");
  return [
    { text: byFiling ? m.say_paid_as({ paid, filing: filingName(claim.filing_class) }) : m.say_paid({ paid }) },
    { text: m.say_due({ due: exact(result.fund_due) }) },
    { text: outcome === "over" ? m.say_over({ amount }) : m.say_under({ amount }), strong: outcome },
    { text: m.say_stop() },
    ...(result.judged === "interval" && basic && basic.low !== basic.high
      ? [{ text: m.say_interval({ low: exact(basic.low), high: exact(basic.high) }) }]
      : []),
    ...explained(result),
    ...(result.clean_fund_due !== null && result.clean_fund_due !== result.fund_due
      ? [{ text: m.say_clean({ due: exact(result.clean_fund_due) }) }]
      : []),
  ];
}

function explained({ explaining, explanations, difference_class }: Result): Piece[] {
  // Lines are split one by one: but for the other side's catalogue no change would explain them.
  if (!explaining && (difference_class === "RS-LINE" || difference_class === "RS-LMT"))
    return [{ text: m.say_lines() }];
  if (explaining === "ambiguous") {
    const changes = (explanations ?? []).map(explainingName).join(m.list_semicolon());
    return [{ text: m.say_ambiguous({ changes }) }];
  }
  return [{ text: explaining ? m.say_explained({ change: explainingName(explaining) }) : m.say_unexplained() }];
}
