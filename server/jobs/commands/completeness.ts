import { declarationText } from "../../settle/completeness/declaration.ts";
import type { Declared } from "../../settle/completeness/declarations.ts";
import { catchUp } from "../after-load.ts";
import { auditIfDue } from "../audit-house.ts";
import { storeCommand, texts } from "../command.ts";
import { declareCompleteness, parseDeclarations } from "../declare-completeness.ts";

interface Listed {
  number: number;
  at: string;
  by: string;
  declaration: string;
}

/** Says what the loaded data hold, and lists what was said: later declarations count where they speak. */
export default storeCommand<{ declarations: Listed[] }>({
  name: "completeness",
  summary: "list what was declared about the loaded data, or declare, e.g. 410100:310:inpatient=complete@2021-01-01..",
  lane: ({ arguments: given }) => (texts(given).length > 0 ? "bulk" : "read"),
  permission: ({ arguments: given }) => (texts(given).length > 0 ? "data.load" : "data.read"),
  arguments: {
    form: "[declarations...]",
    about: "AREA[:SCHEME[:CARE]]=complete|cross_province_only|unknown[@FROM..TO]",
  },
  async run(context, options) {
    const { house, principal } = context;
    const said = parseDeclarations(texts(options.arguments));
    const declared = await declareCompleteness(house, principal, said);
    if (said.length > 0) {
      await catchUp(house.database);
      await auditIfDue(context);
    }
    return { declarations: declared.map(listed) };
  },
  print: ({ declarations }) =>
    declarations.length === 0
      ? "nothing was declared: what is not loaded is unknown\n"
      : declarations.map(({ number, at, by, declaration }) => `${number}\t${at}\t${by}\t${declaration}\n`).join(""),
});

const listed = ({ number, at, by, declaration }: Declared): Listed => ({
  number,
  at,
  by,
  declaration: declarationText(declaration),
});
