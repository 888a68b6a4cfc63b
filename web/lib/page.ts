import type { Component } from "svelte";

/** A folder in web/pages/ with a page.ts that exports one of these is a page; the rail and the router find it. */
export interface Page {
  route: `/${string}`;
  title(): string;
  group: "analysis" | "audit" | "system";
  order: number;
  /** Pressed after g, it leads here. */
  key: string;
  load: () => Promise<{ default: Component }>;
}

const files = import.meta.glob<{ default: Page }>("../pages/*/page.ts", { eager: true });

export const pages: Page[] = Object.values(files)
  .map((file) => file.default)
  .sort((a, b) => a.order - b.order);
