/** What DuckDB says about a source, for a person: one line, without its class of error and without our name of the staged file. */
export function duckdbReason(error: unknown, name: string): string {
  const line = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  return line
    .replace(/^[\w ]*Error: /, "")
    .replace(/[^\s"']*\/[\w-]+\.(raw|plain|utf8|csv)/g, name)
    .replace(/[?!.]+$/, "");
}
