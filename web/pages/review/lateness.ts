const soonDays = 90;

/** How near the last day is on which an act may be punished. */
export function lateness(limitation: string, now: Date): "past" | "soon" | "far" {
  const days = (Date.parse(`${limitation}T23:59:59+08:00`) - now.getTime()) / 86_400_000;
  return days < 0 ? "past" : days <= soonDays ? "soon" : "far";
}
