// « Marc D. écrit… »: who writes in the same place now. Seen, not read aloud.

const FORGET_NAMES_MS = 6500; // a name that is not said again has stopped writing

export function showWhoWrites(stream) {
  const line = document.querySelector("[data-composer-typing]");
  if (!line) return;
  let forgetting = 0;
  document.addEventListener("live:eph", ({ detail }) => {
    if (detail.stream !== stream) return;
    clearTimeout(forgetting);
    const names = detail.who.map((name) => `\u2068${name}\u2069`); // each name keeps its direction
    const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(names);
    const words = names.length > 1 ? line.dataset.many.replace("{names}", list) : line.dataset.one.replace("{name}", list);
    line.textContent = names.length ? words : "";
    forgetting = setTimeout(() => (line.textContent = ""), FORGET_NAMES_MS);
  });
  document.addEventListener("live:applied", ({ detail }) => {
    if (detail.events.some(({ op }) => op === "append")) line.textContent = ""; // what was being written is there
  });
}
