import { createRouter, type Routes, searchParams } from "sv-router";
import NotFound from "../parts/NotFound.svelte";
import { pages } from "./page.ts";

const routes: Routes = Object.fromEntries(pages.map((page) => [page.route, page.load]));

const router = createRouter({ ...routes, "*": NotFound } as Routes);

/** The address as text. The router's own reader turns values into numbers: 010000 would become 10000. */
export function query(): URLSearchParams {
  return searchParams.toURLSearchParams();
}

export function path(): string {
  return router.route.pathname;
}

/** The part of the address after #, without it. */
export function hash(): string {
  return router.route.hash.replace(/^#/, "");
}

const lastQuery = new Map<string, string>();

/** The address of a page with the filter it was last left with. */
export function linkTo(route: string): string {
  const last = lastQuery.get(route);
  return last ? `${route}?${last}` : route;
}

/** Puts a state into the address of the page shown. `replace` leaves no step to come back to. */
export function showQuery(text: string, replace = false): void {
  const route = path() as `/${string}`;
  lastQuery.set(route, text);
  void router.navigate(route, { search: text, replace, scrollToTop: false });
}

export function goTo(route: string): void {
  const [pathname = "/", search = ""] = linkTo(route).split("?");
  void router.navigate(pathname as `/${string}`, { search });
}

/** Opens an address with a query of its own, as a step to come back from. */
export function openPath(pathname: string, search = ""): void {
  void router.navigate(pathname as `/${string}`, { search });
}
