const special = /[",\r\n]/;

/** One CSV record without its line end. Null is nothing, empty text is `""`. */
export function fieldsToCsv(fields: readonly (string | null)[]): string {
  let record = "";
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (i > 0) record += ",";
    if (field === null) continue;
    record += field === "" || special.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  }
  return record;
}
