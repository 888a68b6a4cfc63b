import { expect, test } from "vitest";
import { loadCatalogue } from "../../datasets/catalogue/catalogue.ts";
import { watchedSeed } from "./watched-items.ts";

test("what is watched from the start is in the catalogue, each once, and holds every special drug", () => {
  const { items } = loadCatalogue();
  const seed = watchedSeed();
  expect(new Set(seed.map(({ item_code }) => item_code)).size).toBe(seed.length);
  const unknown = seed.filter(({ item_code }) => !items.some((item) => item.item_code.startsWith(item_code)));
  expect(unknown).toEqual([]);
  const special = new Set(items.filter(({ special_drug }) => special_drug === "1").map(({ item_code }) => item_code));
  expect(special.size).toBeGreaterThan(5);
  expect(seed.filter((row) => row.special_drug === "1").map(({ item_code }) => item_code)).toEqual([...special]);
});
