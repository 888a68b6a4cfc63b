import { checkPolicies } from "../../settle/policies/check-policies.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { storeCommand, texts } from "../command.ts";
import { type InferAnswer, inferAction, printInferred } from "../infer-action.ts";
import { type TermsAnswer, type TermsOf, termsCommand } from "../term-actions.ts";

const policies: TermsOf = {
  kind: "policies",
  extension: ".yaml",
  check(files) {
    const { problems, ...counts } = checkPolicies(files ?? shippedSources().policies);
    return { counts, problems };
  },
};

const files = termsCommand(
  policies,
  "check policy files, load own ones in the place of shipped ones, withdraw or list them, propose one from settlements",
  "check [PATH…], load PATH…, withdraw NAME…, list, infer AREA",
);

/** Policies of areas: looked at, a person's own in the place of shipped ones, and proposed where there is none. */
export default storeCommand<TermsAnswer | InferAnswer>({
  ...files,
  options: [
    { flags: "--scheme <scheme>", about: "infer: one scheme only", choices: ["310", "390"] },
    { flags: "--out <file>", about: "infer: file (.yaml) or folder to write to", path: true },
  ],
  lane: (options) => (texts(options.arguments)[0] === "infer" ? "read" : files.lane(options)),
  async run(context, options) {
    const [action, ...words] = texts(options.arguments);
    return action === "infer" ? inferAction(context, words, options) : files.run(context, options);
  },
  failed: (answer) =>
    answer.action === "infer" ? answer.proposals.every(({ text }) => text === null) : files.failed!(answer),
  print: (answer) => (answer.action === "infer" ? printInferred(answer) : files.print(answer)),
});
