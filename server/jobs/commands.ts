import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fail } from "../errors.ts";
import type { Command } from "./command.ts";

const folder = fileURLToPath(new URL("./commands/", import.meta.url));

/** Every command: one file each in `commands/`, found by reading the folder. */
export async function loadCommands(): Promise<Map<string, Command>> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const commands = new Map<string, Command>();
  for (const file of files.sort()) {
    const { default: command } = (await import(`${folder}${file}`)) as { default: Command };
    if (commands.has(command.name)) throw fail("job.twice", { name: command.name });
    commands.set(command.name, command);
  }
  return commands;
}
