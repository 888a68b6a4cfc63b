import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { filingClasses, type PolicyFile, type PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { catalogueOf } from "../reference/catalogue-of.ts";
import type { CatalogueOf, Due, Settlement } from "../reference/records.ts";
import type { Dice } from "./dice.ts";
import { groupsOf } from "./random-policy.ts";
import type { Trial } from "./trial.ts";

/** What an agency that makes an error takes for true: its policy, its catalogue, what it believes of each settlement. */
export interface Mistaken {
  policy: PolicyFile;
  catalogue: CatalogueOf;
  believes(settlement: Settlement): Settlement;
}

/** Steps of a settlement in their order. */
export type Step = "lines" | "extra" | "deductible" | "basic" | "layers";

/** A kind of error in paying a settlement. */
export interface ErrorKind {
  name: string;
  mistaken(dice: Dice, trial: Trial, catalogue: Catalogue): Partial<Mistaken>;
  /** Whether what came of it is an error of this kind: by the first step it touches, what was due and what was paid. Any where it is not said. */
  is?(step: Step, due: Due, paid: Due): boolean;
  /** The class it shows as, where the step does not tell it. */
  shows?: string;
}

const underCeiling = ({ calculated, cap_left, over_cap }: Due) =>
  (cap_left === null || calculated.compare(cap_left) <= 0) && String(over_cap) === "0.00";
/** The fund paid just what it thought was left: the record says so. */
export const paidTheRest = ({ basic_due, cap_left }: Due) =>
  cap_left !== null && String(basic_due) === String(cap_left);

export const errorKinds: readonly ErrorKind[] = [
  {
    name: "deductible",
    mistaken: (_, trial) => ({ policy: versions(trial, otherDeductibles) }),
    is: (step) => step === "deductible",
  },
  {
    name: "ratio",
    mistaken: (_, trial) => ({ policy: versions(trial, otherRatios) }),
    is: (step, due, paid) => step === "basic" && underCeiling(due) && underCeiling(paid),
  },
  { name: "filing class", mistaken: (dice) => believing({ filing_class: dice.one(filingClasses) }) },
  { name: "tier", mistaken: (dice) => believing({ tier: dice.one(["3", "2", "1", "0"] as const) }) },
  {
    name: "person group",
    mistaken: (dice, { policy }) => believing({ person_group: dice.one(groupsOf(policy.scheme)) }),
  },
  {
    name: "ceiling too low",
    mistaken: (_, trial) => ({ policy: versions(trial, ceilings(0.5)) }),
    is: (step, _, paid) => step === "basic" && paidTheRest(paid),
    shows: "RS-CAP",
  },
  {
    name: "ceiling too high",
    mistaken: (_, trial) => ({ policy: versions(trial, ceilings(2)) }),
    is: (step, due) => step === "basic" && !underCeiling(due),
  },
  {
    name: "line split",
    mistaken: (_, __, catalogue) => ({ catalogue: catalogueOf(otherCharges(catalogue)) }),
    is: (step) => step === "lines",
  },
  {
    name: "restricted item",
    mistaken: () => ({
      believes: (each) => ({ ...each, lines: each.lines.map((line) => ({ ...line, hospital_approved: "1" })) }),
    }),
    is: (step) => step === "lines",
    shows: "RS-LMT",
  },
  {
    name: "layer",
    mistaken: (_, trial) => ({ policy: versions(trial, otherLayers) }),
    is: (step) => step === "layers",
  },
];

/** The first step on which two outcomes part, and by how many yuan at most; null where they are the same. */
export function firstStep(due: Due, paid: Due): { step: Step; apart: number } | null {
  const apart = (...names: (keyof Due)[]) =>
    Math.max(...names.map((name) => Math.abs(Number(due[name]) - Number(paid[name]))));
  const lineFirst = ({ first_pay_due, extra_first_pay }: Due) => Number(first_pay_due.minus(extra_first_pay));
  const lines = Math.max(apart("full_self_pay_due", "over_limit_due"), Math.abs(lineFirst(due) - lineFirst(paid)));
  const steps: [Step, number][] = [
    ["lines", lines],
    ["extra", apart("extra_first_pay")],
    ["deductible", apart("deductible_due")],
    ["basic", apart("basic_due")],
    ["layers", apart("serious_due", "large_due", "civil_due", "aid_due")],
  ];
  const first = steps.find(([, yuan]) => yuan > 0);
  return first ? { step: first[0], apart: first[1] } : null;
}

/** The class of a difference by the first step that parts (domain note §2.15). */
export function classOf(step: Step, due: Due): string {
  if (step === "basic" && !underCeiling(due)) return "RS-CAP";
  return { lines: "RS-LINE", extra: "RS-RATIO", deductible: "RS-DEDC", basic: "RS-RATIO", layers: "RS-LAYER" }[step];
}

const believing = (what: Partial<Settlement>) => ({ believes: (each: Settlement) => ({ ...each, ...what }) });

const versions = ({ policy }: Trial, change: (version: PolicyVersion) => Partial<PolicyVersion>): PolicyFile => ({
  ...policy,
  versions: policy.versions.map((version) => ({ ...version, ...change(version) })),
});

const more = (yuan: string) => String(Number(yuan) + 300);
/** Another ratio between 0 and 1. */
const other = (ratio: string) => (Number(ratio) > 0.5 ? Number(ratio) - 0.25 : Number(ratio) + 0.25).toFixed(4);
const otherBands = (bands: readonly (readonly [string, string])[]) =>
  bands.map(([low, ratio]): [string, string] => [low, other(ratio)]);
const mapped = <T, R>(values: Record<string, T>, change: (value: T) => R) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

const otherDeductibles = ({ deductibles, chronic }: PolicyVersion) => ({
  deductibles: deductibles.map((row) => ({ ...row, tiers: mapped(row.tiers, (standards) => standards.map(more)) })),
  chronic: chronic.map((row) => ({ ...row, deductible: more(row.deductible) })),
});

const otherRatios = ({ segments, chronic }: PolicyVersion) => ({
  segments: segments.map((row) => ({ ...row, tiers: mapped(row.tiers, otherBands) })),
  chronic: chronic.map(({ ratio, ...row }) => ({ ...row, ...(ratio ? { ratio: mapped(ratio, other) } : {}) })),
});

const ceilings =
  (factor: number) =>
  ({ caps }: PolicyVersion) => ({
    caps: caps.map((row) => ({ ...row, amount: (Number(row.amount) * factor).toFixed(2) })),
  });

const otherLayers = ({ layers }: PolicyVersion) => ({
  layers: layers.map((row) => ({ ...row, bands: otherBands(row.bands) })),
});

const otherCharges = ({ items, differences }: Catalogue): Catalogue => ({
  items: items.map((item) =>
    item.item_class === "03" ? item : { ...item, first_pay_ratio: other(item.first_pay_ratio) },
  ),
  differences,
});
