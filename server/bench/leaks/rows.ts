/** Lines of a text that say something. */
export function lines(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}
