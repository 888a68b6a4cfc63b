import { readdirSync } from "node:fs";
import type { Label } from "../store/dictionary.ts";
import type { Sql } from "../store/sql.ts";

/** What a record of a note is. */
export const noteSubjects = ["settlement", "person", "filing", "institution", "region"] as const;

/** Something about the data that people should know: counted and shown on the quality page, never an accusation. */
export interface DataNote {
  /** The file's name. */
  id: string;
  title: Label;
  /** What the system does with such a record, in words. */
  outcome: Label;
  /** What `record` names. */
  subject: (typeof noteSubjects)[number];
  /** One row per record concerned: (insured_province, care_province, record, detail), all text. Current rows only. */
  rows: Sql;
}

const folder = new URL("notes/", import.meta.url);

/** Every note of the folder `notes/`, by id. A note is a file with a default export; nothing else lists them. */
export async function loadNotes(): Promise<DataNote[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const modules = files.sort().map((name) => import(new URL(name, folder).href) as Promise<{ default: DataNote }>);
  return (await Promise.all(modules)).map((module) => module.default);
}
