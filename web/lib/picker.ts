import type { Locale } from "../paraglide/runtime.js";
import type { Month, Period } from "./period.ts";
import type { Regions } from "./regions.ts";
import type { Watermark } from "./types.ts";

/** What is picked in the filter of more than one page. */
export interface Picked {
  from: Month | null;
  to: Month | null;
  insured: string[];
  care: string[];
}

/** What a picker of months or regions knows of the page it stands on. */
export interface PickerContext {
  filter: Period & Pick<Picked, "insured" | "care">;
  locale: Locale;
  regions: Regions;
  watermark: Watermark;
  update(patch: Partial<Picked>): void;
}
