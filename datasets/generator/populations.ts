import { readFileSync } from "node:fs";
import { parse } from "yaml";

export type Care = "inpatient" | "outpatient" | "chronic" | "pharmacy";
export type CareScope = "cross_province" | "within_province" | "local";

/** A published (or illustrative) amount of care over whole months, both inclusive. visits in 万人次, money in 亿元. */
export interface Period {
  from: string;
  to: string;
  visits: string;
  total: string;
  fund: string;
  confidence: string;
  source: string;
  /** Amounts of this period that were not published and are set by us. */
  illustrative?: ("visits" | "total" | "fund")[];
  /** Shape of the month curve, one weight a month. */
  months: number[];
  /** Flow of this period, where it is not the population's. */
  flow?: string;
  /** Share of visits between provinces of the out-patient pilots, first and last month; 0 where absent. */
  pilot_share?: [number, number];
}

export interface Population {
  id: string;
  title: { zh: string; en: string };
  care: Care;
  scope: CareScope;
  route: "direct" | "manual";
  flow: string;
  periods: Period[];
}

const yaml = <T>(file: string): T => parse(readFileSync(new URL(file, import.meta.url), "utf8")) as T;

/** The populations that are generated, from populations.yaml. */
export const populations = yaml<{ populations: Population[] }>("populations.yaml").populations;

/** Filing classes and reasons of failed attempts, from filings.yaml. */
export const filings = yaml<{
  classes: { class: string; share: number; reason: string | null; memo: string | null }[];
  attempts: { code: string; zh: string }[];
}>("filings.yaml");

/**
 * Main diagnoses: care, code, name, share, cost against the mean, sex, care type, seen in children too. Chronic diseases settled directly:
 * diagnosis, code of the national list, name, since when. From diseases.yaml.
 */
export const { diseases, chronic: chronicDiseases } = yaml<{
  diseases: [Care, string, string, number, number, string | null, string, boolean][];
  chronic: [string, string, string, string][];
}>("diseases.yaml");

/** Settlement errors of ordinary rows. */
export interface Mistakes {
  share: number;
  systemic: { area: string; scheme: string; filing: string; paid_as: string }[];
  contradicted: { area: string; scheme: string; paid_by: string }[];
}

/** Those of the demo, and those of a run with planted stories, from mistakes.yaml. */
export const mistakes = yaml<Record<"demo" | "planted", Mistakes>>("mistakes.yaml");

/** Weights of provinces and streams, from flows.yaml. */
export const flowWeights = yaml<{
  origins: Record<string, [number, number]>;
  destinations: Record<string, [number, number]>;
  decay_km: number;
  floor: number;
  streams: [string, string, number][];
  pilots: string[][];
  chronic: string[];
  people: Record<string, number>;
}>("flows.yaml");

/** Pairs of provinces that need no filing, and since when; from datasets/regions. */
export const noFilingPairs = yaml<{ groups: { provinces: string[]; from: string }[] }>(
  "../regions/no_filing.yaml",
).groups.flatMap(({ provinces, from }) =>
  provinces.flatMap((home) => provinces.filter((away) => away !== home).map((away) => ({ home, away, since: from }))),
);
