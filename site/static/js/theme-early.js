// Runs before the first paint: the theme chosen on this device, if any. theme.js changes it.
try {
  const chosen = localStorage.getItem("rives-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // storage may be forbidden: the system's theme then applies
}
