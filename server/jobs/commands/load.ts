import { fail } from "../../errors.ts";
import type { BatchRecord, Reporter, RowCounts } from "../../intake/batch.ts";
import { follow } from "../../intake/follow.ts";
import type { LoadPhase } from "../../intake/intake.ts";
import { checkPath } from "../../intake/spool.ts";
import { catchUp } from "../after-load.ts";
import { auditIfDue } from "../audit-house.ts";
import { type Options, type StoreContext, storeCommand, text, texts } from "../command.ts";
import { declareCompleteness, parseDeclarations } from "../declare-completeness.ts";
import type { Progress } from "../progress.ts";
import { asJihengError } from "../queue.ts";
import { findSources, type SourceFile } from "../sources.ts";

export interface LoadedFile extends RowCounts {
  file: string;
  batches: Pick<BatchRecord, "batch" | "table" | "layout" | "unknownColumns">[];
  error: NonNullable<Progress["error"]> | null;
}

export interface LoadResult extends RowCounts {
  files: LoadedFile[];
}

const NOTHING: RowCounts = { read: 0, accepted: 0, duplicate: 0, replaced: 0, rejected: 0 };

/** Loads files and folders. A file that cannot be read does not keep the others out; the command then ends with 1. */
export default storeCommand<LoadResult>({
  name: "load",
  summary: "load files or folders; a folder holds tables by file name",
  lane: ({ follow }) => (follow ? "read" : "bulk"),
  permission: () => "terminal",
  arguments: { form: "<paths...>", about: "files or folders", path: true },
  options: [
    { flags: "--layout <name>", about: "layout; found from the header where absent" },
    { flags: "--table <name>", about: "table, by our name or the official one; found from the file name where absent" },
    {
      flags: "--reporter <side>",
      about: "which side reports these records",
      choices: ["insured", "care", "unknown"],
      fallback: "unknown",
    },
    {
      flags: "--complete <declaration...>",
      about: "what these data make complete: AREA[:SCHEME[:CARE]]=complete|cross_province_only|unknown[@FROM..TO]",
    },
    { flags: "--follow", about: "keep on loading what is put into the folders, until stopped" },
  ],
  async run(context, options: Options) {
    const paths = texts(options.arguments);
    const files: LoadedFile[] = [];
    await declareCompleteness(context.house, context.principal, parseDeclarations(texts(options.complete)));
    if (options.follow) await followFolders(context, paths, options, (file) => files.push(file));
    else files.push(...(await loadSources(context, await findSources(paths), options)));
    return { ...total(files), files };
  },
  failed: ({ files }) => files.some(({ error }) => error !== null),
  print({ files, ...counts }) {
    const lines = files.map(({ file, error, ...rest }) => (error ? error.message : `${file}: ${show(rest)}`));
    return `${[...lines, ...(files.length > 1 ? [`total: ${show(counts)}`] : [])].join("\n")}\n`;
  },
});

/** Loads sources one after another; one that cannot be read stands in the result with its error. */
async function loadSources(context: StoreContext, sources: SourceFile[], options: Options): Promise<LoadedFile[]> {
  const { house, principal, progress, signal } = context;
  const files: LoadedFile[] = [];
  for (const [done, source] of sources.entries()) {
    const show = (phase: LoadPhase) => progress({ phase, subject: source.name, done, total: sources.length });
    show("receive");
    try {
      const batches = await house.intake.load({
        input: source.path,
        source: source.name,
        table: text(options.table),
        layout: text(options.layout),
        reporter: (text(options.reporter) ?? "unknown") as Reporter,
        actor: principal.id,
        signal,
        onProgress: show,
      });
      files.push({ file: source.name, ...total(batches), batches: batches.map(brief), error: null });
    } catch (cause) {
      if (signal.aborted) throw fail("store.interrupted", {}, cause);
      const { code, message, details } = asJihengError(cause);
      files.push({ file: source.name, ...NOTHING, batches: [], error: { code, message, details } });
    }
  }
  progress({ phase: "figures", done: sources.length, total: sources.length });
  await catchUp(house.database);
  for (const { batches } of files) for (const { batch } of batches) house.events.emit("batch", batch);
  await auditIfDue(context);
  return files;
}

/** Loads what is put into folders, until the signal. */
async function followFolders(
  context: StoreContext,
  folders: readonly string[],
  options: Options,
  onLoaded: (file: LoadedFile) => void,
): Promise<void> {
  for (const folder of folders) await checkPath(folder, "folder");
  const onFile = async ({ path, name }: SourceFile) => {
    for (const file of await loadSources(context, [{ path, name }], options)) {
      onLoaded(file);
      const { file: subject, error } = file;
      if (error) context.progress({ phase: "refused", subject, error, done: 0, total: 0 });
    }
  };
  await Promise.all(folders.map((folder) => follow(folder, { onFile, signal: context.signal })));
}

function brief({ batch, table, layout, unknownColumns }: BatchRecord) {
  return { batch, table, layout, unknownColumns };
}

function total(parts: readonly RowCounts[]): RowCounts {
  const sum = { ...NOTHING };
  for (const part of parts) for (const name of Object.keys(sum) as (keyof RowCounts)[]) sum[name] += part[name];
  return sum;
}

function show({ read, accepted, duplicate, replaced, rejected }: RowCounts): string {
  return `read ${read} = accepted ${accepted} + duplicate ${duplicate} + replaced ${replaced} + rejected ${rejected}`;
}
