import { fail } from "../errors.ts";
import type { Prepared, Source } from "./prepare.ts";

export async function prepareArrow(source: Source, _form: "arrow" | "arrow-file"): Promise<Prepared> {
  throw fail("intake.format", { file: source.name, got: "Arrow", advice: "not yet read" });
}
