import type { KeyLine } from "../../lib/page-keys.svelte.ts";
import { m } from "../../paraglide/messages.js";

/** The keys of the desk as the help lists them. */
export const deskKeys = (): KeyLine[] => [
  { keys: ["J", "K", "↓", "↑"], text: m.desk_key_step() },
  { keys: ["N"], text: m.desk_key_next() },
  { keys: ["1", "2", "3"], text: m.desk_key_labels() },
  { keys: ["Alt 1…9"], text: m.desk_key_reasons() },
  { keys: ["Ctrl ↵"], text: m.desk_key_give() },
  { keys: ["A", "R"], text: m.desk_key_second() },
  { keys: ["S"], text: m.desk_key_put_off() },
  { keys: ["U", "Ctrl Z"], text: m.desk_key_undo() },
  { keys: ["X", "Shift ↓", "Ctrl A"], text: m.desk_key_select() },
  { keys: ["[", "]"], text: m.desk_key_piles() },
  { keys: ["."], text: m.desk_key_refresh() },
];
