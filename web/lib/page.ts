import type { Component } from "svelte";

/** A folder in web/pages/ with a page.ts that exports one of these is a page; the rail and the router find it. */
export interface Page {
  route: `/${string}`;
  title(): string;
  order: number;
  /** The desk it stands at in the rail, and the key that leads there after g. A page without them is opened from the one it stands under. */
  desk: { group: "analysis" | "audit" | "system"; key: string } | null;
  under?: `/${string}`;
  /** What one must be allowed to do to see it; absent: being signed in. */
  permission?: string;
  load: () => Promise<{ default: Component }>;
}

const files = import.meta.glob<{ default: Page }>("../pages/*/page.ts", { eager: true });

export const pages: Page[] = Object.values(files)
  .map((file) => file.default)
  .sort((a, b) => a.order - b.order);

/** Pages of the rail, in order. */
export const desks = pages.flatMap((page) => (page.desk ? [{ ...page, ...page.desk }] : []));

/** The page at an address; a part of its route that begins with a colon stands for anything. */
export function pageAt(path: string): Page | undefined {
  const parts = path.split("/");
  return pages.find(({ route }) => {
    const wanted = route.split("/");
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(":") || part === parts[i]);
  });
}
