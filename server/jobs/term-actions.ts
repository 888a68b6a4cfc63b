import path from "node:path";
import { fail } from "../errors.ts";
import { type Problem, problemText } from "../settle/policies/problem.ts";
import { nameOf, type SourceFile } from "../settle/policies/sources.ts";
import { auditIfDue } from "./audit-house.ts";
import { type Options, type StoreContext, storeCommand, texts } from "./command.ts";
import { loadOwnTerms, type TermsKind, withdrawOwnTerms } from "./own-terms.ts";
import { termFiles } from "./term-files.ts";

/** What a check of files answers: how much was looked at (files, versions, …), and what has to be mended. */
export interface Checked {
  counts: Record<string, number>;
  problems: Problem[];
}

export type TermsAnswer =
  | ({ action: "check" } & Checked)
  | { action: "load" | "withdraw" | "list"; changed: string[]; own: string[] };

/** How a kind of terms is read and looked at. */
export interface TermsOf {
  kind: TermsKind;
  extension: ".yaml" | ".csv";
  /** Problems of these files, as they will stand beside the shipped ones; no file: of all shipped ones. */
  check(files: readonly SourceFile[] | null): Checked;
}

const actions = ["check", "load", "withdraw", "list"] as const;

/** The action a command line names first, and the words after it. @throws request.invalid */
export function actionOf<A extends string>(options: Options, known: readonly A[]): { action: A; rest: string[] } {
  const [action = "", ...rest] = texts(options.arguments);
  if (!known.includes(action as A))
    throw fail("request.invalid", {
      where: "arguments",
      expected: `one of ${known.join(", ")}`,
      got: action || "nothing",
    });
  return { action: action as A, rest };
}

/** Looks at files; touches nothing. */
async function checkTerms(terms: TermsOf, paths: readonly string[]): Promise<TermsAnswer> {
  const files = paths.length > 0 ? await termFiles(paths, terms.extension) : null;
  return { action: "check", ...terms.check(files) };
}

/** Loads, withdraws or lists own files. @throws policy.invalid, catalogue.invalid naming the first problem, terms.not_own */
async function changeTerms(
  context: StoreContext,
  terms: TermsOf,
  action: "load" | "withdraw" | "list",
  words: readonly string[],
): Promise<TermsAnswer> {
  const { house, principal } = context;
  const { kind } = terms;
  let changed: string[] = [];
  if (action === "load") {
    const files = await termFiles(words, terms.extension);
    refuse(terms.check(files).problems, kind);
    await loadOwnTerms(house, principal, kind, files);
    changed = files.map(({ file }) => nameOf(file));
  }
  if (action === "withdraw") {
    changed = words.map((word) => path.basename(word));
    const own = house.ownTerms.names(kind);
    const stranger = changed.find((name) => !own.includes(name));
    if (stranger !== undefined || changed.length === 0)
      throw fail("terms.not_own", { name: stranger ?? "nothing", names: own.join(", ") || "none" });
    await withdrawOwnTerms(house, principal, kind, changed);
  }
  if (action !== "list") await auditIfDue(context);
  return { action, changed, own: house.ownTerms.names(kind) };
}

/** Values beyond the national bounds are for the person to state in the file; every problem keeps it out. */
function refuse([first]: readonly Problem[], kind: TermsKind): void {
  if (!first) return;
  const { file, line, key, expected, got } = first;
  throw kind === "policies"
    ? fail("policy.invalid", { file, line, key, expected, got })
    : fail("catalogue.invalid", { file, line, column: key, expected, got });
}

const hasProblems = (answer: TermsAnswer) => answer.action === "check" && answer.problems.length > 0;

function printTerms(answer: TermsAnswer): string {
  if (answer.action === "check") {
    const { counts, problems } = answer;
    const counted = Object.entries(counts).map(([name, number]) => `${number} ${name}`);
    return [...problems.map(problemText), `${counted.join(", ")}, ${problems.length} problems`, ""].join("\n");
  }
  const { action, changed, own } = answer;
  const done = action === "list" ? [] : [`${action === "load" ? "loaded" : "withdrawn"}: ${changed.join(", ")}`];
  return [...done, `own files: ${own.join(", ") || "none"}`, ""].join("\n");
}

/** The command of a kind of terms: its files looked at, and a person's own in the place of shipped ones. */
export function termsCommand(
  terms: TermsOf,
  summary: string,
  about = "check [PATH…], load PATH…, withdraw NAME…, list",
) {
  return storeCommand<TermsAnswer>({
    name: terms.kind,
    summary,
    lane: (options) => (texts(options.arguments)[0] === "list" ? "read" : "bulk"),
    permission: (options) => (texts(options.arguments)[0] === "list" ? "data.read" : "terminal"),
    arguments: { form: "<words...>", about, path: "rest" },
    alone(_, options) {
      const [action, ...paths] = texts(options.arguments);
      return action === "check" ? checkTerms(terms, paths) : undefined;
    },
    async run(context, options) {
      const { action, rest } = actionOf(options, actions);
      return action === "check" ? checkTerms(terms, rest) : changeTerms(context, terms, action, rest);
    },
    failed: hasProblems,
    print: printTerms,
  });
}
