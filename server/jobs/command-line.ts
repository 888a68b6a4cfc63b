import path from "node:path";
import cliProgress from "cli-progress";
import { Command as Commander, CommanderError, Option as CommanderOption } from "commander";
import { type Config, readConfig } from "../config.ts";
import { type ErrorCode, type ErrorDetails, fail, type JihengError } from "../errors.ts";
import { nationalPrincipal } from "../store/principal.ts";
import type { Command, CommandContext, Json, Options, StoreCommand } from "./command.ts";
import { findServer, handOver } from "./hand-over.ts";
import { openHouse } from "./house.ts";
import { type Progress, progressText } from "./progress.ts";
import { asJihengError } from "./queue.ts";

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(argv: string[], commands: Map<string, Command>): Promise<number> {
  let exit = DONE;
  const program = new Commander("jiheng").description("稽衡 — fund supervision for cross-province direct settlement");
  program.exitOverride().showHelpAfterError();
  for (const command of commands.values()) {
    define(program, command, async (options, flags) => {
      exit = await execute(command, options, flags);
    });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? DONE : WRONG_USAGE;
    throw cause;
  }
}

interface Flags {
  data?: string;
  json?: boolean;
}

function define(program: Commander, command: Command, action: (options: Options, flags: Flags) => Promise<void>) {
  const sub = program.command(command.name).description(command.summary);
  sub
    .option("--data <dir>", "data folder (default: .data)")
    .option("--json", "print one JSON object, and nothing else");
  if (command.arguments) sub.argument(command.arguments.form, command.arguments.about);
  for (const option of command.options ?? []) {
    const defined = new CommanderOption(option.flags, option.about);
    if (option.fallback !== undefined) defined.default(option.fallback);
    if (option.choices) defined.choices([...option.choices]);
    sub.addOption(defined);
  }
  sub.action(async (...given: unknown[]) => {
    const { data, json, ...options } = sub.opts<Flags & Options>();
    const positional = command.arguments ? { arguments: given[0] as Json } : {};
    await action(absolute(command, { ...options, ...positional }), {
      ...(data ? { data } : {}),
      ...(json ? { json } : {}),
    });
  });
}

/** Paths are made absolute here: the server that may do the work has another working directory. */
function absolute(command: Command, options: Options): Options {
  const resolve = (value: Json | undefined): Json | undefined =>
    Array.isArray(value)
      ? value.map((v) => path.resolve(String(v)))
      : typeof value === "string"
        ? path.resolve(value)
        : value;
  const out = { ...options };
  const words = command.arguments?.path === "rest" && Array.isArray(out.arguments) ? out.arguments : null;
  if (words) out.arguments = [words[0]!, ...words.slice(1).map((word) => path.resolve(String(word)))];
  else if (command.arguments?.path) out.arguments = resolve(out.arguments);
  for (const option of command.options ?? []) {
    const name = new CommanderOption(option.flags).attributeName();
    if (option.path && out[name] !== undefined) out[name] = resolve(out[name]);
  }
  return out;
}

async function execute(command: Command, options: Options, flags: Flags): Promise<number> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const shown = showProgress(flags.json === true);
  try {
    const config = readConfig(flags.data ? { dataDir: flags.data } : {});
    const context = { principal: nationalPrincipal, config, progress: shown.update, signal: controller.signal };
    const result =
      command.on === "store" ? await onStore(command, context, options) : await command.run(context, options);
    shown.end();
    process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : command.print(result));
    return command.failed?.(result) ? FAILED : DONE;
  } catch (cause) {
    shown.end();
    const error = asJihengError(cause);
    report(error, flags.json === true);
    return FAILED;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

async function onStore(command: StoreCommand, context: CommandContext, given: Options): Promise<unknown> {
  const options = (await command.prepared?.(given)) ?? given;
  const alone = command.alone?.(context, options);
  if (alone) return alone;
  const { config, progress, signal } = context;
  const server = await findServer(config.dataDir);
  if (server) {
    const job = await handOver(server, command.name, options, progress, signal);
    if (job.error) throw fail(job.error.code as ErrorCode, job.error.details as ErrorDetails);
    if (job.state === "cancelled") throw fail("store.interrupted");
    return job.result;
  }
  const house = await openHouse(config as Config, { what: command.name, onProgress: progress });
  try {
    return await command.run({ ...context, house }, options);
  } finally {
    await house.close();
  }
}

/** A bar on a terminal, a plain line at each change of phase elsewhere; on standard error, so that output stays clean. */
function showProgress(quiet: boolean): { update(progress: Progress): void; end(): void } {
  if (quiet) return { update: () => {}, end: () => {} };
  if (!process.stderr.isTTY) {
    let last = "";
    const update = (progress: Progress) => {
      const text = progressText(progress);
      if (text !== last) process.stderr.write(`${text}\n`);
      last = text;
    };
    return { update, end: () => {} };
  }
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage}% {phase} {duration_formatted}",
    clearOnComplete: true,
  });
  let started = false;
  return {
    update: (progress) => {
      const { done, total } = progress;
      const phase = progressText(progress);
      if (!started) bar.start(total, done, { phase });
      started = true;
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { phase });
    },
    end: () => bar.stop(),
  };
}

function report(error: JihengError, json: boolean): void {
  const { code, message, details } = error;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`);
  else process.stderr.write(`${message}\n`);
  if (code === "internal.unexpected" && error.cause instanceof Error) process.stderr.write(`${error.cause.stack}\n`);
}
