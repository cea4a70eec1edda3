// One polite sentence for what came together, in the page's language; the words come from the page. Events that a line
// held for a while come one by one, and are still told together.
const ANNOUNCE_MS = 250;

const announcer = document.querySelector("[data-live-announcer]");
const unsaid = new Map(); // by element: the events it has to tell of
document.addEventListener("live:applied", ({ target, detail }) => {
  const fresh = detail.events.filter((event) => event.op === "append" && !isOwn(target, event));
  if (fresh.length && target.dataset.liveOne) announce(target, [...(unsaid.get(target) ?? []), ...fresh]);
});

// Says what came to a region, or the text of a notice. Emptied first: the same words twice are said twice.
export function announce(element, fresh = []) {
  if (!announcer) return;
  announcer.textContent = "";
  if (!unsaid.size) setTimeout(saySoFar, ANNOUNCE_MS);
  unsaid.set(element, fresh);
}

function saySoFar() {
  announcer.textContent = [...unsaid].map(sentence).join(" ");
  unsaid.clear();
}

function sentence([element, fresh]) {
  if (!fresh.length) return element.textContent.trim();
  const pattern = fresh.length === 1 ? element.dataset.liveOne : element.dataset.liveMany;
  const label = find(element, fresh.at(-1).id)?.dataset.label;
  const elsewhere = document.querySelector(`[data-live-more="${element.dataset.stream}"]:not([hidden])`);
  if (label === undefined && elsewhere) return elsewhere.textContent.trim(); // on an earlier page nobody is named
  return pattern.replace("{count}", fresh.length).replace("{name}", () => label ?? "");
}

// Whether the reader made this happen themselves: their form said so already, whichever answer came first.
function isOwn(region, { own, id }) {
  const { me } = region.dataset;
  return Boolean(own || (me && find(region, id)?.dataset.author === me));
}

function find(region, id) {
  return id ? region.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
}
