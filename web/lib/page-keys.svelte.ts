/** A key, or several, and what it does on the page that is open. */
export interface KeyLine {
  keys: string[];
  text: string;
}

let declared = $state.raw<() => KeyLine[]>(() => []);

/** What the help lists of the page that is open. */
export const pageKeys = (): KeyLine[] => declared();

/** A page says which keys it has, for as long as it is open. Gives the way to take that back. */
export function declareKeys(lines: () => KeyLine[]): () => void {
  declared = lines;
  return () => {
    if (declared === lines) declared = () => [];
  };
}
