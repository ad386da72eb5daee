// Before the first paint, so that nobody sees the wrong theme flash. `live_ui::theme` takes over.
try {
  const theme = localStorage.getItem("live.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's theme it is.
}
