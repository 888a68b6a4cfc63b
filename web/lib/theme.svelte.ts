export type Theme = "auto" | "light" | "dark";

const key = "jiheng.theme";
const root = document.documentElement;
let current = $state<Theme>((root.dataset.theme as Theme | undefined) ?? "auto");

export const theme = {
  get current(): Theme {
    return current;
  },
};

/** Keeps the choice; `auto` follows the system (public/theme.js applies it before the first paint). */
export function switchTheme(next: Theme): void {
  current = next;
  if (next === "auto") {
    delete root.dataset.theme;
    localStorage.removeItem(key);
  } else {
    root.dataset.theme = next;
    localStorage.setItem(key, next);
  }
}
