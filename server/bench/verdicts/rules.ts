import type { RuleSource } from "../../audit/rule/rule-sources.ts";
import { ruleSources } from "../../audit/rule/rule-sources.ts";

/** Rules that speak about the patients: pairs, accumulations, re-settlement; gatherings of persons where there are any. */
const used = /\/(XR-01|XR-02|XR-04|XR-11|XR-23|RS-RATIO|RS-DEDC)\.yaml$/;

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
  sources: RuleSource[] = ruleSources().filter(({ file }) => used.test(`/${file}`));
  #version = 1;

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
