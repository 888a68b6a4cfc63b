// Before the first paint, and as a file of its own: the content policy allows no inline script.
try {
  const theme = localStorage.getItem("jiheng.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to us; the system's theme is then used.
}
