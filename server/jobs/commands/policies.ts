import { checkPolicies } from "../../settle/policies/check-policies.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { type TermsOf, termsCommand } from "../term-actions.ts";

const policies: TermsOf = {
  kind: "policies",
  extension: ".yaml",
  check(files) {
    const { problems, ...counts } = checkPolicies(files ?? shippedSources().policies);
    return { counts, problems };
  },
};

/** Policies of areas: looked at, and a person's own in the place of shipped ones. */
export default termsCommand(
  policies,
  "check policy files, load own ones in the place of shipped ones, withdraw or list them",
);
