import { m } from "../paraglide/messages.js";
import { ApiError } from "./api.ts";
import { nameOf, names } from "./labels.ts";
import { messageNamed } from "./message.ts";

/** What the server says of a failure. `details.variant` names one case of the code, which may have words of its own. */
export interface Problem {
  code: string;
  message: string;
  details?: Record<string, unknown>;
}

/** A failure in the reader's language; for a code of a newer server, the server's own English. */
export function problemText({ code, message, details = {} }: Problem): string {
  const name = code.replaceAll(".", "_");
  const { variant, first } = details;
  // The only detail that is itself a code: why the first broken record was refused.
  const values = typeof first === "string" ? { ...details, first: nameOf(names.rejects, first) } : details;
  const special = typeof variant === "string" ? messageNamed(`error_${name}_${variant}`, values) : undefined;
  return special ?? messageNamed(`error_${name}`, values) ?? message;
}

/** The same for whatever was thrown. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.code.startsWith("http.")) return m.error_http({ status: error.status });
  return problemText(error);
}
