import type { Trial } from "./trial.ts";

/** How often random years met each mode of a policy: what a proof has looked at. Settlements unless said otherwise. */
export function modesMet(trials: readonly Trial[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (what: string, n = 1) => counts.set(what, (counts.get(what) ?? 0) + n);
  for (const { policy, person } of trials) {
    add("years");
    if (person.openings.length > 0) add("years with a stated balance");
    const version = policy.versions.at(-1)!;
    const under = new Set<string>();
    for (const { care, mode } of version.deductibles) under.add(`years under deductible ${mode}, ${care.join("+")}`);
    for (const { basis } of version.segments) under.add(`years under segments ${basis}`);
    for (const { mode } of Object.values(version.adjust.classes)) under.add(`years under adjustment ${mode}`);
    for (const { basis, care } of version.caps) under.add(`years under ceiling ${basis} of ${care.join("+")}`);
    for (const { layer, basis } of version.layers) under.add(`years under ${layer} ${basis}`);
    for (const { design, limit } of version.chronic)
      under.add(`years under chronic ${design}, limit ${limit?.period ?? "none"}`);
    for (const mode of under) add(mode);
    for (const { care_group, lines, route, encounter } of person.settlements) {
      add(care_group);
      add(lines.length > 0 ? "with lines" : "header only");
      add(route);
      if (person.settlements.filter((other) => other.encounter === encounter).length > 1) add("interim");
    }
  }
  return counts;
}
