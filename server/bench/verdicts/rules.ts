import type { RuleSource } from "../../audit/rule/rule-sources.ts";
import { ruleSources } from "../../audit/rule/rule-sources.ts";

/** Rules that speak about the patients: pairs and accumulations; and of what is settled again. */
const onVisits = /\/XR-(01|02|04|23)\.yaml$/;
const onSettling = /\/(XR-11|RS-RATIO|RS-DEDC)\.yaml$/;

/** New versions of one parameter or wording each, as an author writes them. */
const changes: [id: string, from: RegExp, to: readonly string[]][] = [
  ["XR-01", /overlap: \{ default: \d+/, ["overlap: { default: 1", "overlap: { default: 2", "overlap: { default: 3"]],
  ["XR-02", /edge: \{ default: \d+/, ["edge: { default: 0", "edge: { default: 1", "edge: { default: 2"]],
  ["XR-04", /window: \{ default: \d+/, ["window: { default: 30", "window: { default: 20", "window: { default: 40"]],
  ["XR-04", /provinces: \{ default: \d+/, ["provinces: { default: 3", "provinces: { default: 2"]],
  ["XR-01", /status: \w+/, ["status: active", "status: shadow"]],
];

/** The rule files in use; a new version changes one. */
export class Authored {
  sources: RuleSource[];
  #version = 1;

  /** @param settled with the rules on what is settled again */
  constructor(settled: boolean) {
    this.sources = ruleSources().filter(
      ({ file }) => onVisits.test(`/${file}`) || (settled && onSettling.test(`/${file}`)),
    );
  }

  change(random: () => number): void {
    const [id, from, to] = changes[Math.floor(random() * changes.length)]!;
    const chosen = to[Math.floor(random() * to.length)]!;
    this.#version++;
    this.sources = this.sources.map((source) => {
      if (!source.file.endsWith(`${id}.yaml`)) return source;
      if (!from.test(source.text)) throw new TypeError(`${id} has no ${from}`);
      const text = source.text.replace(from, chosen).replace(/^version: .*$/m, `version: "${this.#version}"`);
      return { ...source, text };
    });
  }
}
