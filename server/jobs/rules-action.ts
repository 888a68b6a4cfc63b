import type { Permission } from "../store/principal.ts";
import type { CommandContext, Option, Options, StoreContext } from "./command.ts";

/** One thing that `jiheng rules` does: a file in `rules/`. */
export interface RulesAction<Answer = unknown> {
  name: string;
  /** As the help shows it: `check [PATH…]`. */
  about: string;
  options?: readonly Option[];
  lane: "bulk" | "read";
  /** What a signed-in person needs for it; absent: it works with files, and is for the terminal. */
  permission?: Permission;
  /** What is made of the options where the command was typed: files are read there. */
  prepared?(words: readonly string[], options: Options): Promise<Options>;
  /** Work that needs no data folder; undefined where the house is asked. */
  alone?(words: readonly string[], options: Options, context: CommandContext): Promise<Answer> | undefined;
  run?(context: StoreContext, words: readonly string[], options: Options): Promise<Answer>;
  failed?(answer: Answer): boolean;
  print(answer: Answer): string;
}

/** Only for type inference in the file of an action. Every answer names its action, so that it can be printed. */
export const rulesAction = <Answer extends { action: string }>(action: RulesAction<Answer>): RulesAction<Answer> =>
  action;
