import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a request may name, each of a record of the viewer's own, of a foreign one, or of none at all. */
export interface Names {
  claim: string;
  settlement: string;
  finding: string;
  /** Of the finding. */
  evidenceHash: string;
  /** A finding that is a correction notice, with its evidence. */
  notice: string;
  noticeHash: string;
  person: string;
  institution: string;
  province: string;
  area: string;
}
export type Named = Exclude<keyof Names, "evidenceHash" | "noticeHash">;

export interface Asked {
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** How a route is asked, and what its answer must hold. */
export interface Question {
  /** `GET /api/claims/{id}`, as the description of the API has it; several questions may ask one route. */
  route: string;
  /** Values of the route's parameters. */
  path?(names: Names): Record<string, string>;
  ask?(names: Names): Asked;
  /** Names in the request: each is asked also as a foreign one, which must be answered like one that does not exist. */
  uses?: readonly Named[];
  /** How many rows an answer holds; at least one for a viewer with records of his own. Absent: it holds none. */
  rows?(body: never, text: string): number;
  /** Of the nation alone: others are refused. */
  nation?: true;
  /** Answers to what is his own, beside success. */
  also?: readonly number[];
}

export interface QuestionFile {
  questions: readonly Question[];
  /** Routes that hold no record of any region, or are asked elsewhere, with the reason. */
  without?: Readonly<Record<string, string>>;
}

const folder = fileURLToPath(new URL("./questions/", import.meta.url));

/** All questions; a file for each resource, nothing lists them. */
export async function loadQuestions(): Promise<Required<QuestionFile>> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const loaded = await Promise.all(
    files.sort().map(async (name) => ((await import(`${folder}${name}`)) as { default: QuestionFile }).default),
  );
  return {
    questions: loaded.flatMap(({ questions }) => questions),
    without: Object.assign({}, ...loaded.map(({ without }) => without ?? {})) as Record<string, string>,
  };
}
