import type { ControlLabel } from "../../lib/control.ts";
import { m } from "../../paraglide/messages.js";

const names: Record<ControlLabel, () => string> = {
  clean: m.control_clean,
  irregular: m.control_irregular,
  doubtful: m.control_doubtful,
};

/** What a person found of a drawn claim, in words. */
export const controlName = (label: ControlLabel): string => names[label]();

export const controlStyle: Record<ControlLabel, string> = {
  clean: "fine",
  irregular: "violation",
  doubtful: "suspected",
};
