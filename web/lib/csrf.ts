let word: string | null = null;

/** Keeps the word that proves to the server that an act comes from its own pages. */
export function keepCsrf(next: string | null): void {
  word = next;
}

/** The header that every act carries; none while nobody is signed in. */
export const csrfHeader = (): Record<string, string> => (word === null ? {} : { "x-csrf-token": word });
