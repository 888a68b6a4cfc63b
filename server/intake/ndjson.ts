import { fail } from "../errors.ts";
import type { Utf8Text } from "./encoding.ts";
import type { Prepared, Source } from "./prepare.ts";

export async function prepareNdjson(source: Source, _text: Utf8Text): Promise<Prepared> {
  throw fail("intake.format", { file: source.name, got: "NDJSON", advice: "not yet read" });
}
