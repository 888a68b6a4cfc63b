import { checkCatalogue } from "../../settle/policies/check-catalogue.ts";
import { shippedSources, withOwn } from "../../settle/policies/sources.ts";
import { storeCommand, texts } from "../command.ts";
import {
  actionOf,
  actions,
  changeTerms,
  checkTerms,
  hasProblems,
  printTerms,
  type TermsAnswer,
  type TermsOf,
} from "../term-actions.ts";

const catalogue: TermsOf = {
  kind: "catalogue",
  extension: ".csv",
  // A province's file says something only beside the national list.
  check(files) {
    const shipped = shippedSources();
    const all = withOwn(shipped, { policies: [], catalogue: files ?? [] }).catalogue;
    const { problems, ...counts } = checkCatalogue(all);
    const given = new Set((files ?? all).map(({ file }) => file));
    return { counts, problems: problems.filter(({ file }) => given.has(file)) };
  },
};

/** Catalogues of the nation and of provinces: looked at, and a person's own in the place of shipped ones. */
export default storeCommand<TermsAnswer>({
  name: "catalogue",
  summary: "check catalogue files, load own ones in the place of shipped ones, withdraw or list them",
  lane: (options) => (texts(options.arguments)[0] === "list" ? "read" : "bulk"),
  arguments: { form: "<words...>", about: "check [PATH…], load PATH…, withdraw NAME…, list", path: "rest" },
  alone(_, options) {
    const [action, ...paths] = texts(options.arguments);
    return action === "check" ? checkTerms(catalogue, paths) : undefined;
  },
  async run(context, options) {
    const { action, rest } = actionOf(options, actions);
    return action === "check" ? checkTerms(catalogue, rest) : changeTerms(context, catalogue, action, rest);
  },
  failed: hasProblems,
  print: printTerms,
});
