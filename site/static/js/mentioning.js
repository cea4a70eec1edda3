// After an @ in the composer, proposes those who wrote in the room and organisations of the directory; says how many people
// the message would tell. Without it one types @ and the name of someone who took part.
const WAIT_MS = 250;
const COUNT_MS = 1000;

for (const list of document.querySelectorAll("[data-suggest]")) suggest(list);

function suggest(list) {
  const form = list.closest("form");
  const source = form.elements.source;
  const told = form.querySelector("[data-told]");
  let found = [];
  let at = -1;
  let asked = 0;
  let soon;
  let later;

  source.setAttribute("aria-autocomplete", "list");
  source.setAttribute("aria-controls", list.id);
  source.addEventListener("input", () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(propose, WAIT_MS);
    later = setTimeout(count, COUNT_MS);
  });
  source.addEventListener("blur", () => setTimeout(close, WAIT_MS));
  source.addEventListener("keydown", keys);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(Number(option.dataset.at));
  });

  // The letters between an @ and the caret; null where nobody is being named.
  function letters() {
    const before = source.value.slice(0, source.selectionStart);
    return before.match(/(?:^|[\s(«])@([^\s@[\]()]{1,30}(?: [^\s@[\]()]{0,30})?)$/u)?.[1] ?? null;
  }

  async function propose() {
    const text = letters();
    if (text === null) return close();
    const turn = ++asked;
    const url = new URL("../mentions/", form.action);
    url.searchParams.set("q", text);
    try {
      const reply = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!reply.ok || turn !== asked) return undefined;
      found = (await reply.json()).suggestions;
    } catch {
      return undefined; // naming by hand works without it
    }
    return turn === asked && letters() === text ? show() : undefined;
  }

  function show() {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    mark(found.length ? 0 : -1);
  }

  function option({ name, about, is_organisation: isOrganisation }, index) {
    const line = document.createElement("div");
    line.setAttribute("role", "option");
    line.id = `${list.id}-${index}`;
    line.dataset.at = index;
    line.append(Object.assign(document.createElement("bdi"), { textContent: name }));
    const more = [isOrganisation ? list.dataset.organisation : "", about].filter(Boolean).join(", ");
    if (more) line.append(" ", Object.assign(document.createElement("small"), { className: "muted", textContent: more }));
    return line;
  }

  function mark(index) {
    at = index;
    for (const line of list.children) line.setAttribute("aria-selected", Number(line.dataset.at) === at);
    if (at < 0) source.removeAttribute("aria-activedescendant");
    else source.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  }

  function close() {
    asked += 1;
    list.hidden = true;
    mark(-1);
  }

  function keys(event) {
    if (list.hidden || event.isComposing) return;
    const acts = {
      ArrowDown: () => mark((at + 1) % found.length),
      ArrowUp: () => mark((at + found.length - 1) % found.length),
      Enter: () => choose(at),
      Tab: () => choose(at),
      Escape: close,
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  function choose(index) {
    const { name, path } = found[index];
    const end = source.selectionStart;
    const start = end - letters().length - 1;
    const words = `[@${name.replace(/[\\`*_[\]<>~|]/g, "\\$&")}](${path}) `;
    source.setRangeText(words, start, end, "end");
    close();
    source.focus();
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function count() {
    if (!source.value.includes("@")) return told.replaceChildren();
    const body = new URLSearchParams({ source: source.value, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    try {
      const reply = await fetch(new URL("../told/", form.action), { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      const { sentence } = reply.ok ? await reply.json() : { sentence: "" };
      if (told.textContent !== sentence) told.textContent = sentence;
    } catch {
      told.replaceChildren();
    }
    return undefined;
  }
}
