import { getLocale, type Locale, overwriteGetLocale, setLocale } from "../paraglide/runtime.js";

let current = $state<Locale>(getLocale());

// Messages ask for the locale each time they are read; as a rune it makes every text on screen follow a switch.
overwriteGetLocale(() => current);

export const locale = {
  get current(): Locale {
    return current;
  },
};

/** Switches the language of everything on screen, without a reload, and keeps the choice. */
export function switchLocale(next: Locale): void {
  void setLocale(next, { reload: false });
  current = next;
}
