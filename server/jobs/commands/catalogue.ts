import { checkCatalogue } from "../../settle/policies/check-catalogue.ts";
import { shippedSources, withOwn } from "../../settle/policies/sources.ts";
import { type TermsOf, termsCommand } from "../term-actions.ts";

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
export default termsCommand(
  catalogue,
  "check catalogue files, load own ones in the place of shipped ones, withdraw or list them",
);
