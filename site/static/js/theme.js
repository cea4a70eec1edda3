// The button that changes between light and dark, and remembers it on this device.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const buttons = document.querySelectorAll("[data-theme-toggle]");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isDark())));

for (const button of buttons) {
  button.hidden = false; // without script there is nothing to press
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("rives-theme", root.dataset.theme);
    } catch {
      // kept for this page only
    }
    show();
  });
}
system.addEventListener("change", show);
show();
