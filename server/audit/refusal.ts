/** Why something of a rule is refused: what was expected, what stands there. Whoever knows the place in the file adds it. */
export class Refusal extends Error {
  readonly expected: string;
  readonly got: string;
  /** Where below the place that is read: keys of the rule file. */
  readonly path: readonly (string | number)[];

  constructor(expected: string, got: string, path: readonly (string | number)[] = []) {
    super(`expected ${expected}, got ${got}`);
    this.name = "Refusal";
    this.expected = expected;
    this.got = got;
    this.path = path;
  }

  /** The same, standing below `path`; a path that begins with a slash (`/explain`) is told from the top of the file and stays. */
  below(...path: readonly (string | number)[]): Refusal {
    if (String(this.path[0] ?? "").startsWith("/")) return this;
    return new Refusal(this.expected, this.got, [...path, ...this.path]);
  }
}

/** Does `work`; what it refuses stands below `path`. */
export async function at<T>(
  path: string | number | readonly (string | number)[],
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause.below(...(Array.isArray(path) ? path : [path as string | number]));
    throw cause;
  }
}
