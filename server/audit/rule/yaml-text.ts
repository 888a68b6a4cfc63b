import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { Refusal } from "../refusal.ts";

export type Path = readonly (string | number)[];

const LARGEST = 64_000;

/** A YAML file with the lines of its parts. Every scalar is text, so that codes keep their zeros and money stays exact. */
export interface YamlText {
  value: unknown;
  document: Document;
  /** The line, from 1, of what stands at a path, or of the nearest thing above it. */
  lineOf(path: Path): number;
}

/** Parses a file that refers to nothing within itself. @throws Refusal for anchors and aliases, keys that stand twice, tags, more than 64 kB */
export function parseYamlText(source: string): YamlText {
  if (source.length > LARGEST) throw new Refusal(`at most ${LARGEST} characters`, `${source.length}`);
  const lines = new LineCounter();
  const document = parseDocument(source, {
    schema: "failsafe",
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: "silent",
  });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) throw new Refusal("YAML", broken.message.split("\n")[0]!, lineAsPath(broken.linePos?.[0].line));
  visit(document, {
    Node(_, node) {
      const anchored = isNode(node) && (isAlias(node) || ("anchor" in node && node.anchor !== undefined));
      const line = node.range ? lines.linePos(node.range[0]).line : undefined;
      if (anchored) throw new Refusal("no anchors and aliases", "one", lineAsPath(line));
      if (node.tag?.startsWith("!")) throw new Refusal("no tags", node.tag, lineAsPath(line));
    },
    Pair(_, { key }) {
      if (!isScalar(key)) throw new Refusal("names as keys", "something else");
    },
  });
  if (!isMap(document.contents)) throw new Refusal("a rule", "something else");
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    document,
    lineOf: (path) => lineOf(document, lines, path),
  };
}

/** A line known without a path: read back by whoever reports the refusal. */
const lineAsPath = (line: number | undefined): Path => (line === undefined ? [] : [`line ${line}`]);

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  const told = /^line (\d+)$/.exec(String(path[0]));
  if (told) return Number(told[1]);
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
