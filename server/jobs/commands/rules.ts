import { readdirSync } from "node:fs";
import { fail } from "../../errors.ts";
import { type Options, storeCommand, texts } from "../command.ts";
import type { RulesAction } from "../rules-action.ts";

type Answer = { action: string };

const folder = new URL("../rules/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
const actions = new Map<string, RulesAction<Answer>>();
for (const file of files.sort()) {
  const { default: action } = (await import(new URL(file, folder).href)) as { default: RulesAction<Answer> };
  actions.set(action.name, action);
}
const all = [...actions.values()];

/** The rule library and the life of its rules: every action is a file in `rules/`. */
export default storeCommand<Answer>({
  name: "rules",
  summary: "list, check, test and lock rule files; drafts, backtests and curves of the rules of a house",
  arguments: { form: "<action> [words...]", about: all.map(({ about }) => about).join(", ") },
  options: all.flatMap(({ options = [] }) => options),
  lane: (options) => actionOf(options).action.lane,
  permission: (options) => actionOf(options).action.permission ?? "terminal",
  prepared: async (options) => {
    const { action, words } = actionOf(options);
    return action.prepared?.(words, options) ?? options;
  },
  alone(context, options) {
    const { action, words } = actionOf(options);
    return action.alone?.(words, options, context);
  },
  async run(context, options) {
    const { action, words } = actionOf(options);
    const answer = action.run?.(context, words, options) ?? action.alone?.(words, options, context);
    if (!answer) throw fail("internal.unexpected", { reason: `rules ${action.name} does nothing` });
    return answer;
  },
  failed: (answer) => actions.get(answer.action)?.failed?.(answer) ?? false,
  print: (answer) => actions.get(answer.action)?.print(answer) ?? "",
});

/** @throws request.invalid */
function actionOf(options: Options): { action: RulesAction<Answer>; words: string[] } {
  const [name = "", ...words] = texts(options.arguments);
  const action = actions.get(name);
  if (action) return { action, words };
  throw fail("request.invalid", {
    where: "arguments",
    expected: `one of ${[...actions.keys()].join(", ")}`,
    got: name || "nothing",
  });
}
