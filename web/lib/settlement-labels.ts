import { m } from "../paraglide/messages.js";
import type { Locale } from "../paraglide/runtime.js";
import { percent } from "./format.ts";
import { nameOf, names } from "./labels.ts";
import { messageNamed } from "./message.ts";

/** Names of what the re-settlement answers with; a value without a name shows itself. */
export const className = (code: string) => named(messageNamed(`class_${code.slice(3).toLowerCase()}`), code);
export const responsibleName = (code: string) => named(messageNamed(`responsible_${code}`), code);
export const materialityName = (code: string) => named(messageNamed(`materiality_${code}`), code);
export const stepName = (step: string) => named(messageNamed(`step_${step}`), step);
export const groupName = (group: string) => named(messageNamed(`group_${group}`), group);
export const confidenceName = (code: string) => named(messageNamed(`confidence_${code}`), code);
export const cannotName = (reason: string) => named(messageNamed(`cannot_${reason}`), reason);
/** What must be had before a claim can be judged. */
export const neededFor = (reason: string) => messageNamed(`needed_${reason}`) ?? m.needed_unknown();
export const sexName = (code: string | null) => (code === "1" ? m.sex_male() : code === "2" ? m.sex_female() : "");
export const filingName = (code: string) =>
  code === "HOME" ? m.filing_home() : code === "RETURN" ? m.filing_return() : nameOf(names.filings, code);

/** "filing:LT_RESIDE" → 备案类别按“异地长期居住”; pairs are joined by `+`. */
export function explainingName(explaining: string): string {
  if (explaining === "ambiguous") return m.explain_ambiguous();
  return explaining
    .split("+")
    .map((part) => {
      const [kind = "", ...rest] = part.split(":");
      return messageNamed(`change_${kind}`, { value: changeValue(kind, rest.join(":")) }) ?? part;
    })
    .join(m.list_comma());
}

function changeValue(kind: string, value: string): string {
  if (kind === "filing") return filingName(value);
  if (kind === "tier") return nameOf(names.tiers, value);
  if (kind === "group") return groupName(value);
  if (kind === "history") return m.change_history_none();
  if (kind === "ceiling" || kind === "limit") return m.change_unspent();
  if (kind === "layer_ceiling") return stepName(value);
  if (kind === "mode") return messageNamed(`reduction_${value.toLowerCase()}`) ?? value;
  if (kind === "catalogue") return messageNamed(`catalogue_${value}`) ?? value;
  return value;
}

/** Numbers of findings are long; their ends tell them apart. */
export const systemicName = (id: string | number) => m.claim_systemic({ id: String(id).slice(-5) });

/** "0.90000000" → "90%"; only as many digits as it has. */
export function ratioText(ratio: string | null): string {
  if (ratio === null) return "—";
  const exact = percent(ratio, 6);
  return `${exact.replace(/\.?0+$/, "")}%`;
}

/** "2021-08-03 至 08-15" or "2021-08-03". */
export function span(begin: string | null, end: string | null, locale: Locale): string {
  if (!begin) return end ?? "—";
  if (!end || end === begin) return begin;
  const short = end.slice(0, 4) === begin.slice(0, 4) ? end.slice(5) : end;
  return locale === "zh" ? `${begin} 至 ${short}` : `${begin} to ${short}`;
}

function named(text: string | undefined, code: string): string {
  return text ?? code;
}
