import type { Config } from "../config.ts";
import type { Permission, Principal } from "../store/principal.ts";
import type { House } from "./house.ts";
import type { Progress } from "./progress.ts";

/** A plain JSON value: what a command takes and gives, so that it can be handed over to a running server. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Options = Record<string, Json | undefined>;

export interface CommandContext {
  principal: Principal;
  config: Config;
  progress(progress: Progress): void;
  signal: AbortSignal;
}

export interface StoreContext extends CommandContext {
  house: House;
}

export interface Option {
  /** As commander writes it: `--layout <name>`, `--by <dimension...>`, `--follow`. */
  flags: string;
  about: string;
  fallback?: Json;
  /** The values are paths: made absolute before they are handed over. */
  path?: boolean;
  /** Values that are allowed. */
  choices?: readonly string[];
}

interface CommandBase<Result> {
  name: string;
  summary: string;
  /**
   * Positional arguments in commander's form, such as `<paths...>`. They reach `run` as `options.arguments`; with `path` "rest" all but the
   * first, which says what to do, are paths.
   */
  arguments?: { form: string; about: string; path?: boolean | "rest" };
  options?: readonly Option[];
  /** The result as text for a person. `--json` prints the result itself. */
  print(result: Result): string;
  /** True where the work was done in part only: the result is printed and the command ends with 1. */
  failed?(result: Result): boolean;
}

/** Works on the data folder: run in this process, or handed to the server that holds the folder. */
export interface StoreCommand<Result = unknown> extends CommandBase<Result> {
  on: "store";
  /**
   * What a signed-in person needs to ask a running server for it; `terminal`: it reads or writes files of the machine, so that only whoever may open the
   * data folder gets it.
   */
  permission(options: Options): Permission | "terminal";
  /** True where the result is for nobody but who asked: it holds a password, say. */
  confidential?: boolean;
  /** `bulk` work queues behind other bulk work; `read` does not wait. */
  lane(options: Options): "bulk" | "read";
  run(context: StoreContext, options: Options): Promise<Result>;
  /** What is made of the options where the command was typed, before they go anywhere: a server has another working folder, and other rights. */
  prepared?(options: Options): Promise<Options>;
  /** Work that needs no open data folder, done in this process whoever holds the folder; undefined where the rest is asked. */
  alone?(context: CommandContext, options: Options): Promise<Result> | undefined;
}

/** Needs no data folder, or holds it for itself (`serve`). */
export interface PlainCommand<Result = unknown> extends CommandBase<Result> {
  on: "nothing";
  run(context: CommandContext, options: Options): Promise<Result>;
}

export type Command<Result = unknown> = StoreCommand<Result> | PlainCommand<Result>;

/** Only for type inference in a command file. */
export function storeCommand<Result>(command: Omit<StoreCommand<Result>, "on">): StoreCommand<Result> {
  return { on: "store", ...command };
}

export function plainCommand<Result>(command: Omit<PlainCommand<Result>, "on">): PlainCommand<Result> {
  return { on: "nothing", ...command };
}

/** A list option as texts, whether it came once or often. */
export function texts(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String).filter((v) => v !== "");
}

/** The same, where a text may itself hold several, separated by commas. */
export function names(value: Json | undefined): string[] {
  return texts(value)
    .flatMap((v) => v.split(","))
    .filter((v) => v !== "");
}

export const inBulk = (): "bulk" => "bulk";
export const atOnce = (): "read" => "read";

export function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
