import { m } from "../paraglide/messages.js";

type Values = Record<string, unknown>;

const messages = m as unknown as Record<string, ((values: Values) => string) | undefined>;

/** The text of a message whose name comes from the server's answer; undefined where there is none. A value that is not there shows as "?". */
export function messageNamed(name: string, values: Values = {}): string | undefined {
  return messages[name]?.(new Proxy(values, { get: (known, key) => known[String(key)] ?? "?" }));
}
