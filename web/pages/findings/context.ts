import type { Rule } from "../../lib/findings.ts";
import type { Regions } from "../../lib/regions.ts";
import type { Watermark } from "../../lib/types.ts";
import type { Locale } from "../../paraglide/runtime.js";
import type { View } from "./filter.ts";

/** What every part of the page leans on. */
export interface Context {
  view: View;
  locale: Locale;
  regions: Regions;
  rules: ReadonlyMap<string, Rule>;
  watermark: Watermark;
  /** Changes the view; the list begins at its first page again unless that is what changes. */
  update(patch: Partial<View>): void;
}
