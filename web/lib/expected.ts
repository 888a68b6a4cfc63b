import { m } from "../paraglide/messages.js";
import { messageNamed } from "./message.ts";

/** What a refused cell should have been, from the server's form (`whole;min=0;max=150`); another form shows itself. */
export function expectedText(stored: string): string {
  const [, kind, amount, min, max] = /^([a-z_]+)(?::(\d+))?(?:;min=([^;]+))?(?:;max=([^;]+))?$/.exec(stored) ?? [];
  const expected = messageNamed(`expected_${kind}`, { amount });
  if (expected === undefined) return stored;
  if (min !== undefined && max !== undefined)
    return m.expected_within({ expected, range: m.expected_from_to({ min, max }) });
  if (min !== undefined) return m.expected_within({ expected, range: m.expected_from({ min }) });
  if (max !== undefined) return m.expected_within({ expected, range: m.expected_to({ max }) });
  return expected;
}
