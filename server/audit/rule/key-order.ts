import { type Document, isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { Refusal } from "../refusal.ts";
import { keyOrder, orderBelow } from "./rule-schema.ts";
import { parseYamlText } from "./yaml-text.ts";

const nameOf = ({ key }: Pair) => (isScalar(key) ? String(key.value) : "");

/** The first key of a rule that stands before one that belongs before it; null where all are in order. */
export function misplacedKey(document: Document): Refusal | null {
  if (!isMap(document.contents)) return null;
  const names = document.contents.items.map((pair) => nameOf(pair as Pair)).filter((name) => keyOrder.includes(name));
  for (let i = 1; i < names.length; i++) {
    const [before, name] = [names[i - 1]!, names[i]!];
    if (keyOrder.indexOf(before) > keyOrder.indexOf(name))
      return new Refusal(`${name} before ${before}; rules check --format puts keys in order`, `${name} after it`, [
        name,
      ]);
  }
  return null;
}

/** The same file with its keys in order; comments stay with what they stand above. Unknown keys go last, for the reader to refuse. @throws Refusal */
export function inKeyOrder(source: string): string {
  const { document } = parseYamlText(source);
  const contents = document.contents as YAMLMap;
  order(contents, keyOrder);
  for (const [name, keys] of Object.entries(orderBelow)) {
    const below = contents.get(name, true);
    if (isMap(below)) order(below, keys);
  }
  return document.toString({ lineWidth: 150, flowCollectionPadding: true });
}

function order(map: YAMLMap, keys: readonly string[]): void {
  const place = (pair: Pair) => {
    const at = keys.indexOf(nameOf(pair));
    return at < 0 ? keys.length : at;
  };
  map.items.sort((a, b) => place(a as Pair) - place(b as Pair));
}
