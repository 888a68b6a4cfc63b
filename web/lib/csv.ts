export type Cell = string | number | null | undefined;

/**
 * CSV for spreadsheets: UTF-8 with a byte-order mark, CRLF, and no cell that a spreadsheet would run as a formula.
 * Text beginning with = + - @, a tab, a line break or the full-width forms is prefixed with an apostrophe; numbers,
 * negative ones too, stay numbers.
 */
export function csv(header: string[], rows: Cell[][]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  const guarded = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
