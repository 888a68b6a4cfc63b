import type { Principal } from "./principal.ts";

/** What pages and exports carry, so that a copy says who took it and when: 张三（account） 2026-11-23 10:05:00. */
export function stampOf({ id, name }: Pick<Principal, "id" | "name">, now: Date): string {
  return `${name}（${id}） ${now.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" })}`;
}
