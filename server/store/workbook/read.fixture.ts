import ExcelJS from "exceljs";

/** What stands in a cell, and its number format. */
export interface ReadCell {
  value: ExcelJS.CellValue;
  format: string;
}

/** The rows of each sheet by its name, every row as wide as the widest. */
export async function readWorkbook(bytes: Buffer): Promise<Map<string, ReadCell[][]>> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return new Map(
    book.worksheets.map((sheet) => [
      sheet.name,
      Array.from({ length: sheet.rowCount }, (_, row) =>
        Array.from({ length: sheet.columnCount }, (_, column) => {
          const { value, numFmt } = sheet.getRow(row + 1).getCell(column + 1);
          return { value, format: numFmt };
        }),
      ),
    ]),
  );
}
