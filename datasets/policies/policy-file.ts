import { Compile } from "typebox/compile";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { fail } from "../../server/errors.ts";
import { flaws } from "./flaws.ts";
import { type PolicyFile, policyFile } from "./policy-schema.ts";

const shape = Compile(policyFile);

/** A policy and the text it was read from. */
export interface LocatedPolicy {
  policy: PolicyFile;
  /** The line, from 1, of what stands at a path (`["versions", 0, "caps", 1]`), or of the nearest thing above it. */
  lineOf(path: readonly (string | number)[]): number;
}

/**
 * Parses one policy file, `<code>-<scheme>.yaml`. Throws `policy.invalid` naming file, line, key, what was expected and got: for another form, and
 * for what the form cannot say (a tier without a deductible, bands that do not begin at 0, versions with a gap).
 */
export function parsePolicy(source: string, file: string): PolicyFile {
  return locatePolicy(source, file).policy;
}

/** The same with the lines of its parts. @throws policy.invalid */
export function locatePolicy(source: string, file: string): LocatedPolicy {
  const lines = new LineCounter();
  const document = parseDocument(source, { schema: "failsafe", lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw invalid(file, broken.linePos?.[0].line ?? 1, "text", "YAML", broken.message.split("\n")[0]!);
  const policy: unknown = document.toJS();
  const wrong = (path: readonly (string | number)[], expected: string, got?: string) =>
    invalid(file, lineOf(document, lines, path), path.join(" ") || "file", expected, got ?? said(document, path));
  if (!shape.Check(policy)) {
    // The first message of a union names the union; the deepest names the key that a person has to mend.
    const errors = shape.Errors(policy);
    const deepest = errors.reduce((a, b) => (depth(b.instancePath) > depth(a.instancePath) ? b : a));
    throw wrong(pathOf(deepest.instancePath), deepest.message);
  }
  const code = policy.area ?? policy.province;
  if ((policy.area === undefined) === (policy.province === undefined)) throw wrong([], "either area or province");
  if (`${code}-${policy.scheme}.yaml` !== file)
    throw wrong(["scheme"], `the file's name ${file}`, `${code}-${policy.scheme}`);
  for (const { path, expected, got } of flaws(policy)) throw wrong(path, expected, got);
  return { policy, lineOf: (path) => lineOf(document, lines, path) };
}

const depth = (pointer: string) => pointer.split("/").length;
const pathOf = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));

/** The line of the node at a path, or of the nearest one above it that exists. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function said(document: Document, path: readonly (string | number)[]): string {
  const node = path.length > 0 ? document.getIn(path, true) : document.contents;
  return isNode(node) ? JSON.stringify(node.toJS(document)).slice(0, 120) : "nothing";
}

function invalid(file: string, line: number, key: string, expected: string, got: string) {
  return fail("policy.invalid", { file, line, key, expected, got });
}
