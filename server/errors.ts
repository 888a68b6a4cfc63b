/**
 * Every error once: code, HTTP status and message template.
 *
 * A message says what, where, expected, got and what to do next, in lower case. `{name}` is filled from the details.
 */
const catalogue = {
  "internal.unexpected": { status: 500, message: "unexpected failure: {reason}; see the server log" },
  "request.invalid": { status: 400, message: "{where}: expected {expected}, got {got}" },
  "request.not_found": { status: 404, message: "nothing at {path}" },
  "access.denied": { status: 403, message: "{permission} is needed for this; ask an administrator" },
  "access.unauthenticated": { status: 401, message: "sign in first" },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof catalogue;
export type ErrorDetails = Record<string, string | number | boolean | null | undefined>;

/** An error a person can act on. `details` holds the values of the template. */
export class JihengError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(fill(catalogue[code].message, details), cause === undefined ? undefined : { cause });
    this.name = "JihengError";
    this.code = code;
    this.status = catalogue[code].status;
    this.details = details;
  }
}

/** Makes (does not throw) the error with this code. */
export function fail(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown): JihengError {
  return new JihengError(code, details, cause);
}

export const errorCodes = Object.keys(catalogue) as ErrorCode[];

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
