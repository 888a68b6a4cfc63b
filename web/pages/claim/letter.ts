import { signOf, sizeOf } from "../../lib/fen.ts";
import { exact } from "../../lib/format.ts";
import { nameOf, names } from "../../lib/labels.ts";
import { messageNamed } from "../../lib/message.ts";
import { fullName, type Regions } from "../../lib/regions.ts";
import type { ClaimPage } from "../../lib/settlement.ts";
import { cannotName, className, explainingName, filingName, neededFor, span } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";
import { ledgerRows } from "./ledger-rows.ts";
import { outcomeOf } from "./sentence.ts";

/** The finding in the wording of a letter to another authority, as plain text. The person stays masked. */
export function letter(page: ClaimPage, regions: Regions, locale: Locale): string {
  const { claim, result, policy } = page;
  const place = (code: string) => fullName(regions, code, locale);
  const outcome = outcomeOf(result);
  const side = claim.route === "manual" ? policy?.catalogue_manual : policy?.catalogue_direct;
  const said = [
    m.letter_title({ id: claim.settlement_id }),
    "",
    m.letter_who({
      insured: place(claim.insured_city),
      person: [page.name, claim.person].filter(Boolean).join(" "),
      scheme: nameOf(names.schemes, claim.scheme),
      when: span(claim.visit_begin, claim.visit_end, locale),
      care: place(claim.care_city),
      institution: page.institution ?? claim.institution_code,
      tier: nameOf(names.tiers, claim.tier),
      kind: nameOf(names.groups, claim.care_group),
      filing: claim.filing_class === "LOCAL" ? m.filing_local() : filingName(claim.filing_class),
    }),
    m.letter_amounts({ total: exact(claim.total_cost), scope: exact(claim.in_scope), paid: exact(claim.fund_total) }),
  ];
  if (!result || outcome === "none") return [...said, m.say_not_settled()].join("\n");
  if (outcome === "cannot") {
    const reason = result.reason ?? "";
    return [...said, m.letter_cannot({ reason: cannotName(reason), needed: neededFor(reason) })].join("\n");
  }
  said.push(
    m.letter_due({
      policy: policy?.policy_id ?? "—",
      source: policy?.source ?? "—",
      catalogue: side === "insured" ? m.basis_catalogue_insured() : m.basis_catalogue_care(),
      due: exact(result.fund_due),
      result: outcomeText(page),
    }),
  );
  const steps = ledgerRows(page).filter((row) => row.differs && !row.id.startsWith("ratio"));
  if (outcome !== "agrees" && steps.length > 0) {
    said.push(m.letter_steps());
    for (const { label, recorded, due, difference } of steps)
      said.push(`  ${m.letter_step({ step: label, recorded, due, difference })}`);
  }
  if (outcome !== "agrees" && result.explaining && result.explaining !== "ambiguous")
    said.push(m.say_explained({ change: explainingName(result.explaining) }).trim());
  const close = outcome === "agrees" ? "none" : (result.responsible ?? "none");
  return [...said, messageNamed(`letter_close_${close}`) ?? m.letter_close_none(), "", m.letter_basis()].join("\n");
}

function outcomeText({ result }: ClaimPage): string {
  if (outcomeOf(result) === "other") return m.letter_other({ class: className(result?.difference_class ?? "") });
  const amount = exact(sizeOf(result?.fund_difference));
  const sign = signOf(result?.fund_difference);
  return sign > 0 ? m.say_over({ amount }) : sign < 0 ? m.say_under({ amount }) : m.tag_agrees();
}
