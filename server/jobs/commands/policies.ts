import { checkPolicies } from "../../settle/policies/check-policies.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
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

const policies: TermsOf = {
  kind: "policies",
  extension: ".yaml",
  check(files) {
    const { problems, ...counts } = checkPolicies(files ?? shippedSources().policies);
    return { counts, problems };
  },
};

/** Policies of areas: looked at, and a person's own in the place of shipped ones. */
export default storeCommand<TermsAnswer>({
  name: "policies",
  summary: "check policy files, load own ones in the place of shipped ones, withdraw or list them",
  lane: (options) => (texts(options.arguments)[0] === "list" ? "read" : "bulk"),
  arguments: { form: "<words...>", about: "check [PATH…], load PATH…, withdraw NAME…, list", path: "rest" },
  alone(_, options) {
    const [action, ...paths] = texts(options.arguments);
    return action === "check" ? checkTerms(policies, paths) : undefined;
  },
  async run(context, options) {
    const { action, rest } = actionOf(options, actions);
    return action === "check" ? checkTerms(policies, rest) : changeTerms(context, policies, action, rest);
  },
  failed: hasProblems,
  print: printTerms,
});
