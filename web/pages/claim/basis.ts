import { signOf } from "../../lib/fen.ts";
import { exact } from "../../lib/format.ts";
import { messageNamed } from "../../lib/message.ts";
import type { ClaimPage, Layer, Term } from "../../lib/settlement.ts";
import { ratioText } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";

/** What a step rests on: in words, and the lines of the policy file that say so. */
export interface Basis {
  text: string;
  lines: number[];
}

const nothing: Basis = { text: "", lines: [] };

/** The basis of each step of the ledger, by its id. `lineCount`: fee lines of the claim, null until they are known. */
export function basisOf(id: string, page: ClaimPage, lineCount: number | null): Basis {
  const { claim, result, policy, term, layers } = page;
  const side = claim.route === "manual" ? policy?.catalogue_manual : policy?.catalogue_direct;
  const catalogue = side === "insured" ? m.basis_catalogue_insured() : m.basis_catalogue_care();
  if (id.startsWith("ratio")) return id === "ratio" || id === "ratio-0" ? ratioBasis(term) : nothing;
  switch (id) {
    case "total":
      if (lineCount === null) return nothing;
      return { text: lineCount > 0 ? m.basis_lines({ count: exact(lineCount) }) : m.basis_lines_none(), lines: [] };
    case "full_self_pay":
    case "over_limit":
      return result?.s1 === "record"
        ? { text: m.basis_record(), lines: [] }
        : { text: policy ? catalogue : "", lines: [] };
    case "first_pay": {
      if (result?.s1 === "record") return { text: m.basis_record(), lines: [] };
      if (signOf(result?.extra_first_pay) === 0) return { text: policy ? catalogue : "", lines: [] };
      const extra = { ratio: ratioText(term?.first_pay_ratio ?? null), amount: exact(result!.extra_first_pay) };
      return { text: m.basis_extra(extra), lines: lines(term?.adjust_line) };
    }
    case "deductible":
      return deductibleBasis(page);
    case "ceiling":
    case "basic_fund":
      if (!term) return nothing;
      if (!term.cap_basis) return { text: id === "ceiling" ? "" : m.basis_no_cap(), lines: [] };
      if (id === "basic_fund") return nothing;
      return { text: m.basis_cap({ amount: whole(term.cap_amount) }), lines: lines(term.cap_line) };
    case "serious_illness":
      return layerBasis(layers?.serious);
    case "large_amount":
      return layerBasis(layers?.large);
    case "civil_servant":
      return layerBasis(layers?.civil);
    case "medical_aid":
      return layerBasis(layers?.aid);
    case "other_funds":
    case "hospital_share":
      return { text: m.basis_not_recomputed(), lines: [] };
    default:
      return nothing;
  }
}

function deductibleBasis({ claim, result, term }: ClaimPage): Basis {
  if (!term?.deductible_mode) return nothing;
  const mode = messageNamed(`mode_${term.deductible_mode.toLowerCase()}`) ?? term.deductible_mode;
  const standard = whole(result?.deductible_standard_due ?? term.standards?.[0] ?? null);
  const admission =
    claim.care_group === "inpatient" && result?.admission_no ? [m.basis_admission({ n: result.admission_no })] : [];
  return {
    text: [m.basis_deductible({ mode, standard }), ...admission].join(m.list_comma()),
    lines: lines(term.deductible_line),
  };
}

function ratioBasis(term: Term | null): Basis {
  if (!term) return nothing;
  const home = term.home_ratio ? [m.basis_home_ratio({ ratio: homeRatio(term.home_ratio) })] : [];
  return {
    text: [...home, ...adjustment(term)].join(m.list_comma()),
    lines: lines(term.segment_line, term.adjust_line, term.chronic_line),
  };
}

function adjustment({ adjust_mode, adjust_value }: Term): string[] {
  if (!adjust_mode || (adjust_mode === "POINTS" && Number(adjust_value) === 0)) return [];
  const points = Number(adjust_value ?? 0) * 100;
  const value =
    adjust_mode === "FACTOR"
      ? String(Number(adjust_value))
      : adjust_mode === "PRESELF"
        ? ratioText(adjust_value)
        : String(Math.round(points * 100) / 100);
  return [messageNamed(`adjust_${adjust_mode.toLowerCase()}`, { value }) ?? adjust_mode];
}

function layerBasis(layer: Layer | null | undefined): Basis {
  if (!layer) return { text: m.basis_none(), lines: [] };
  const ratios = [...new Set(layer.bands.map(({ ratio }) => ratioText(ratio)))].join("/");
  const basis = messageNamed(`layer_${layer.basis.toLowerCase()}`) ?? layer.basis;
  return { text: `${basis} ${ratios}`, lines: lines(layer.line) };
}

const lines = (...of: (number | null | undefined)[]) => of.filter((line) => typeof line === "number");
const whole = (amount: string | null) => exact(amount?.replace(/\.00$/, "") ?? null);
/** "0.86" or, for several bands, "0.85/0.9/0.95". */
const homeRatio = (text: string) =>
  text
    .split("/")
    .map((part) => (Number.isFinite(Number(part)) ? ratioText(part) : part))
    .join("/");
