// Keys 1, 2, 3 and a swipe answer the statement; the next one comes without loading a whole page.
const REACH = 80; // pixels a card is pulled before the answer counts
const KEYS = "rives-vote-keys";
const status = document.querySelector("[data-vote-status]");
let busy = false;

const form = () => document.querySelector("[data-vote]");
const answer = (value) => form()?.querySelector(`button[name=value][value="${value}"]`)?.click();
const say = (name) => (status.textContent = status.dataset[name]);

function keysWanted() {
  try {
    return localStorage.getItem(KEYS) !== "off";
  } catch {
    return true;
  }
}

function dress() {
  const keys = document.querySelector("[data-vote-keys]");
  const swipe = document.querySelector("[data-vote-swipe]");
  if (!keys || !swipe) return;
  keys.hidden = swipe.hidden = false;
  const box = keys.querySelector("input");
  box.checked = keysWanted();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEYS, box.checked ? "on" : "off");
    } catch {
      // kept for this page only
    }
  });
}

async function send(sent, button) {
  busy = true;
  const body = new FormData(sent, button);
  try {
    const response = await fetch(sent.action, { method: "POST", body, credentials: "same-origin" });
    if (response.status === 429) return say("wait");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector("[data-voting]");
    if (!next) return location.assign(response.url);
    document.querySelector("[data-voting]").replaceWith(next);
    history.replaceState(null, "", response.url);
    dress();
    if (!response.ok) return next.querySelector("[data-error-summary]")?.focus();
    say("said");
    next.querySelector("#statement").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  } catch {
    say("lost");
  } finally {
    busy = false;
  }
}

addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  if (!busy) send(event.target, event.submitter);
});

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select");
  if (!form() || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keysWanted()) return;
  const value = { 1: "1", 2: "-1", 3: "0" }[event.key];
  if (value) answer(value);
});

let pull = null;

function side(event) {
  const across = (event.clientX - pull.x) * (document.dir === "rtl" ? -1 : 1);
  if (Math.abs(across) < REACH || Math.abs(across) < 2 * Math.abs(event.clientY - pull.y)) return "";
  return across > 0 ? "agree" : "disagree";
}

function lean(to) {
  form()?.classList.toggle("vote--to-agree", to === "agree");
  form()?.classList.toggle("vote--to-disagree", to === "disagree");
}

addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("[data-vote]");
  if (event.pointerType !== "touch" || !card || event.target.closest("button, a, label, input")) return;
  pull = { x: event.clientX, y: event.clientY };
});
addEventListener("pointermove", (event) => pull && lean(side(event)));
addEventListener("pointercancel", () => {
  pull = null;
  lean("");
});
addEventListener("pointerup", (event) => {
  if (!pull) return;
  const to = side(event);
  pull = null;
  lean("");
  if (to) answer(to === "agree" ? "1" : "-1");
});

dress();
