import type { Locale } from "../paraglide/runtime.js";

/** An instant in the fund's time zone, to the second: "2026-11-22 10:15:30". */
export function instant(iso: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Shanghai",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : parts.format(date);
}

/** A time to the second: as the server tells it, which is the fund's time zone already, or from an instant that ends with Z. */
export const wallTime = (text: string): string =>
  text.endsWith("Z") ? instant(text) : text.replace("T", " ").slice(0, 19);

/** "1分05秒" or "1 m 05 s". */
export function elapsed(milliseconds: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return locale === "zh" ? `${rest}秒` : `${rest} s`;
  const padded = String(rest).padStart(2, "0");
  return locale === "zh" ? `${minutes}分${padded}秒` : `${minutes} m ${padded} s`;
}
