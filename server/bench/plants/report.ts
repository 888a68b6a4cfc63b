import type { ProofTable } from "../proof.ts";
import type { Held, Scheme } from "./held.ts";
import { amongOrdinary, beyondData, cannotKnow } from "./innocent.ts";

/** Strength of a scheme in times of what its card speaks from. */
const bands = [
  { name: "below", from: 0, to: 1 },
  { name: "1 to 1.5 times", from: 1, to: 1.5 },
  { name: "1.5 to 3", from: 1.5, to: 3 },
  { name: "3 and more", from: 3, to: Number.POSITIVE_INFINITY },
] as const;

/** Why a scheme was not found; null where there is no reason. */
export function reasonMissed(
  scheme: Scheme,
  { statistical, unjudged }: Pick<Held, "statistical" | "unjudged">,
): string | null {
  const {
    card,
    strength,
    reached,
    speaks_from,
    noise,
    lacks,
    has_rule,
    unsupplied,
    came_to_something,
    unpaid,
    doubted,
    unwatched,
  } = scheme;
  if (!has_rule) return withoutRule(unsupplied);
  if (!came_to_something) return "the act changed nothing";
  if (reached !== null && reached < speaks_from!) return "below the parameter by design";
  if (reached === null && strength === "weak") return "a weak settlement error";
  // XR-10 speaks of such differences too.
  if ((card.startsWith("RS-") || card === "XR-10") && doubted)
    return "so many planted in its area that the policy file is doubted";
  if (noise !== null) return `noise: ${noise.replaceAll("_", " ")}`;
  if (lacks.length > 0) return `not applicable: ${lacks.join(", ")}`;
  if (unwatched) return "the drug is none that is watched";
  if (unpaid !== null) return `no fund paid for: ${unpaid}`;
  // Small groups are not judged: which units that were is in the run, not which scheme stands in them. And who stands among planted dear ones does not stand out.
  const [like] = [...statistical].filter((rule) => rule.startsWith(card));
  if (like !== undefined && unjudged.has(like))
    return `a rule by peers: too few of its like (left out: ${unjudged.get(like)}), or others as far off among them`;
  return beyondData[card] ?? null;
}

/** Tables for a reader, counts for a script, and what is wrong. */
export function report(all: Held) {
  const { schemes, precision, statistical, examples } = all;
  const cards = [...new Set(schemes.map(({ card }) => card))];
  const planted = schemes.filter(({ label }) => label === "planted");
  const missed = planted.filter(({ found }) => !found);
  const unexplained = missed.filter((scheme) => reasonMissed(scheme, all) === null);
  const twins = twinKinds(schemes);
  const ruled = new Set(schemes.flatMap(({ card, has_rule }) => (has_rule ? [card] : [])));
  const sum = (of: (each: Held["precision"][number]) => number) => precision.reduce((all, each) => all + of(each), 0);
  const findings = sum(({ findings }) => findings);
  return {
    counts: {
      "schemes planted": planted.length,
      "cards with a rule": ruled.size,
      "cards without": cards.length - ruled.size,
      "schemes found": planted.length - missed.length,
      "missed with a reason": missed.length - unexplained.length,
      "missed without": unexplained.length,
      "innocent twins": schemes.length - planted.length,
      "twins flagged": twins.reduce((n, { flagged }) => n + flagged, 0),
      findings,
      "findings on a scheme of their card": sum(({ own }) => own),
      "findings on something else planted": sum(({ other }) => other),
      "findings on nothing planted": sum(({ nothing }) => nothing),
    },
    tables: [recall(cards, planted), precisionTable(precision), missedTable(missed, all), twinTable(twins)],
    failures: [
      ...unexplained.map(
        ({ scheme_no, reached, speaks_from }) => `missed: ${scheme_no} (${reached} of ${speaks_from})`,
      ),
      ...twins.flatMap(({ card, kind, flagged, why }) =>
        flagged > 0 && why === null ? [`flagged innocent: ${card} ${kind}, ${flagged} times`] : [],
      ),
      ...precision.flatMap(({ rule, nothing }) =>
        nothing > 0 && !statistical.has(rule) && !Object.hasOwn(amongOrdinary, rule)
          ? [`flagged though nothing was planted: ${rule}, ${nothing} times, ${examples.get(rule)}`]
          : [],
      ),
    ],
  };
}

const withoutRule = (unsupplied: boolean) => (unsupplied ? "no source brings what its rule needs" : "no rule yet");

const part = (schemes: readonly Scheme[]) =>
  schemes.length === 0 ? "" : `${schemes.filter(({ found }) => found).length}/${schemes.length}`;

function recall(cards: readonly string[], planted: readonly Scheme[]): ProofTable {
  const rows = cards.map((card) => {
    const all = planted.filter((scheme) => scheme.card === card && scheme.came_to_something);
    const plain = all.filter(({ noise }) => noise === null);
    const times = ({ reached, speaks_from }: Scheme) => (reached === null ? Number.NaN : reached / speaks_from!);
    return [
      card,
      all.some(({ has_rule }) => has_rule) ? "" : withoutRule(all.some(({ unsupplied }) => unsupplied)),
      ...bands.map(({ from, to }) => part(plain.filter((scheme) => times(scheme) >= from && times(scheme) < to))),
      ...["weak", "medium", "strong"].map((strength) => part(plain.filter((scheme) => scheme.strength === strength))),
      part(all.filter(({ noise }) => noise !== null)),
    ];
  });
  const columns = ["card", "", ...bands.map(({ name }) => name), "weak", "medium", "strong", "in noise"];
  return { title: "found of planted, by strength in times of the parameter, and by word", columns, rows };
}

function precisionTable(precision: Held["precision"]): ProofTable {
  const rows = precision.map(({ rule, findings, leads, own, look_alikes, other, nothing }) => {
    const named = nothing > 0 ? (amongOrdinary[rule] ?? "") : "";
    return [rule, findings, leads, own, look_alikes, other, nothing, named];
  });
  const columns = ["rule", "findings", "leads", "own scheme", "own twin", "other planted", "nothing planted", ""];
  return { title: "what findings touch", columns, rows };
}

function missedTable(missed: readonly Scheme[], held: Held): ProofTable {
  const reasons = Map.groupBy(missed, (scheme) => `${scheme.card} ${reasonMissed(scheme, held) ?? "unexplained"}`);
  const rows = [...reasons.values()].map((all) => [
    all[0]!.card,
    reasonMissed(all[0]!, held) ?? "unexplained",
    all.length,
    all[0]!.scheme_no,
  ]);
  return { title: "not found, and why", columns: ["card", "reason", "schemes", "one of them"], rows };
}

interface TwinKind {
  card: string;
  kind: string;
  planted: number;
  flagged: number;
  rules: string[];
  why: string | null;
}

function twinKinds(schemes: readonly Scheme[]): TwinKind[] {
  const twins = schemes.filter(({ label, has_rule }) => label === "look_alike" && has_rule);
  return [...Map.groupBy(twins, ({ card, twin }) => `${card} ${twin}`).values()].map((all) => {
    const [{ card, twin }] = all as [Scheme];
    const flagged = all.filter(({ found }) => found);
    const rules = [...new Set(flagged.flatMap((scheme) => scheme.rules))];
    const why = cannotKnow[card]?.[twin!] ?? null;
    return { card, kind: twin!, planted: all.length, flagged: flagged.length, rules, why };
  });
}

function twinTable(twins: readonly TwinKind[]): ProofTable {
  const rows = twins.map(({ card, kind, planted, flagged, rules, why }) => [
    card,
    kind,
    planted,
    flagged,
    flagged > 0 ? `${rules.join(" ")} ${why ?? "unexplained"}` : "",
  ]);
  return { title: "innocent twins", columns: ["card", "twin", "planted", "flagged", "why it cannot be known"], rows };
}
