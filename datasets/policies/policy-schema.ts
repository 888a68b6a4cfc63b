import Type, { type Static, type TProperties } from "typebox";

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const text = (pattern: string) => Type.String({ pattern: `^(${pattern})$` });
const some = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { minItems: 1 });

export const careGroups = ["inpatient", "outpatient", "chronic", "pharmacy"] as const;
export const personGroups = ["active", "retired", "resident_adult", "resident_senior", "resident_minor"] as const;
export const filingClasses = [
  "LT_RETIRE",
  "LT_RESIDE",
  "LT_WORK",
  "TMP_REFER",
  "TMP_EMERG",
  "TMP_OTHER",
  "NONE",
  "EXEMPT",
] as const;
export const aidClasses = ["extreme_poverty", "low_income", "near_poor"] as const;
export const layerNames = ["serious_illness", "large_amount", "civil_servant", "medical_aid"] as const;

/** In the place of a last amount or ratio: from there on nobody knows; what hangs on it is not judged. */
export const UNKNOWN = "unknown";
const money = text(String.raw`\d+(\.\d{1,2})?`);
const ratio = text(String.raw`0(\.\d{1,4})?|1`);
const orUnknown = (known: typeof money) => Type.Union([known, Type.Literal(UNKNOWN)]);
const day = text(String.raw`20\d\d-[01]\d-[0-3]\d`);
const care = Type.Enum([...careGroups]);
const group = Type.Enum([...personGroups]);
const filing = Type.Enum([...filingClasses]);
/** Tiers of institutions; with `O`: the row for care outside the province, which `tier_override: O` reaches. */
const tier = "O?[3210]";

const deductible = closed({
  care: some(care),
  groups: Type.Optional(some(group)),
  filing: Type.Optional(some(filing)),
  mode: Type.Enum(["PER_VISIT", "ANNUAL", "QUARTER", "MONTH", "PER_HOSP_YEAR", "ANNUAL_TOPUP"]),
  merged: Type.Optional(Type.Enum(["none", "interim", "transfer", "both"])),
  /** Yuan by tier: for the first admission of the benefit year, the second, …; the last holds for all later ones, also if it is `unknown`. */
  tiers: Type.Record(text(tier), some(orUnknown(money))),
});

const segment = closed({
  care: some(care),
  groups: Type.Optional(some(group)),
  basis: Type.Enum(["PER_SETTLEMENT", "ANNUAL"]),
  /** Bands by tier: [from yuan of eligible cost, ratio], upwards from 0; the last ratio may be `unknown`. */
  tiers: Type.Record(text(tier), some(Type.Tuple([money, orUnknown(ratio)]))),
});

const adjust = Type.Union([
  closed({ mode: Type.Literal("POINTS"), points: ratio }),
  closed({ mode: Type.Literal("FACTOR"), factor: ratio }),
  closed({ mode: Type.Literal("PRESELF"), first_pay_ratio: ratio }),
  closed({ mode: Type.Literal("TIER_MAP"), tier_override: text(`O|${tier}`) }),
  closed({ mode: Type.Literal("COMBO"), tier_override: text(`O|${tier}`), points: ratio }),
]);

const layer = closed({
  layer: Type.Enum([...layerNames]),
  /** Care whose settlements it pays for; in-patient and chronic where it is left out. */
  care: Type.Optional(some(care)),
  persons: Type.Optional(some(Type.Enum([...aidClasses]))),
  basis: Type.Enum(["OVER_CAP", "OWN_SHARE", "OWN_SHARE_YEAR"]),
  includes: Type.Optional(some(Type.Enum(["deductible", "over_cap", "first_pay"]))),
  bands: some(Type.Tuple([money, ratio])),
  cap: Type.Optional(money),
});

const chronic = closed({
  diseases: some(text(String.raw`M\d{5}`)),
  design: Type.Enum(["AS_INPATIENT", "OWN_RATIO", "PACKAGE"]),
  deductible: money,
  ratio: Type.Optional(Type.Partial(Type.Record(group, ratio), { additionalProperties: false })),
  limit: Type.Optional(
    closed({
      period: Type.Enum(["year", "quarter", "month", "session"]),
      amount: money,
      further_disease: Type.Optional(money),
    }),
  ),
  items: Type.Optional(Type.Enum(["disease_scope", "any"])),
});

const version = closed({
  valid_from: day,
  valid_to: Type.Optional(day),
  source: text(".+"),
  /** inferred: from settlements; what they do not show is left out, and such settlements stay unjudged. */
  confidence: Type.Enum(["official", "illustrative", "inferred"]),
  /** Month and day the benefit year begins. */
  benefit_year: text(String.raw`[01]\d-[0-3]\d`),
  cross_year_stay: Type.Enum(["by_discharge", "split"]),
  catalogue: closed({ direct: Type.Enum(["care", "insured"]), manual: Type.Enum(["care", "insured"]) }),
  /** What a long-term person is paid by for care back home. */
  returning_home: Type.Enum(["full", "as_referred"]),
  /** Ids of datasets/regions/no_filing.yaml: care between their provinces counts as filed (class EXEMPT). */
  no_filing: Type.Optional(some(text("[a-z-]+"))),
  emergency: Type.Enum(["as_filed", "as_unfiled"]),
  pharmacy: Type.Enum(["account", "outpatient_fund"]),
  deductibles: Type.Array(deductible),
  segments: Type.Array(segment),
  adjust: closed({
    care: some(care),
    classes: Type.Partial(Type.Record(filing, adjust), { additionalProperties: false }),
    /** Why the file stands although a reduction goes beyond the national bounds. */
    beyond_bounds: Type.Optional(text(".+")),
  }),
  caps: Type.Array(
    closed({
      care: some(care),
      groups: Type.Optional(some(group)),
      basis: Type.Enum(["FUND", "ELIGIBLE"]),
      amount: money,
    }),
  ),
  layers: Type.Array(layer),
  chronic: Type.Array(chronic),
});

/** One file of areas/ or provinces/; read with every scalar as text, so that codes keep zeros and money stays exact. */
export const policyFile = closed({
  area: Type.Optional(text(String.raw`\d{6}`)),
  province: Type.Optional(text(String.raw`\d{6}`)),
  scheme: Type.Enum(["310", "390"]),
  title: closed({ zh: text(".+"), en: text(".+") }),
  versions: some(version),
});

export type PolicyFile = Static<typeof policyFile>;
export type PolicyVersion = Static<typeof version>;
export type CareGroup = (typeof careGroups)[number];
export type PersonGroup = (typeof personGroups)[number];
export type FilingClass = (typeof filingClasses)[number];
export type AidClass = (typeof aidClasses)[number];
export type LayerName = (typeof layerNames)[number];
export type Scheme = PolicyFile["scheme"];
