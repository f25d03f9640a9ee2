// Runs before the first paint, so that a chosen theme or language never flashes through the other one.
(() => {
  try {
    const theme = localStorage.getItem("gp.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem("gp.language");
    if (language) document.documentElement.lang = language;
  } catch {
    // Storage may be forbidden; the system's theme then holds.
  }
})();
