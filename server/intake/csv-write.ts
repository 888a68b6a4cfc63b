/** One CSV record without its line end. Null is nothing, empty text is `""`. */
export function fieldsToCsv(fields: readonly (string | null)[], delimiter = ","): string {
  return fields.map((field) => (field === null ? "" : quote(field, delimiter))).join(delimiter);
}

function quote(field: string, delimiter: string): string {
  const needed = field === "" || field.includes(delimiter) || /["\r\n]/.test(field);
  return needed ? `"${field.replaceAll('"', '""')}"` : field;
}
