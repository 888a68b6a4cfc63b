import bench from "./bench/bench.ts";
import prove from "./bench/prove.ts";
import { runCommandLine } from "./jobs/command-line.ts";
import { loadCommands } from "./jobs/commands.ts";
import serve from "./serve.ts";

const commands = await loadCommands();
for (const command of [bench, prove, serve]) commands.set(command.name, command);

process.exitCode = await runCommandLine(process.argv.slice(2), commands);
