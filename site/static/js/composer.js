// The composer of a discussion: keeps the draft with its key on this device until the message is taken, sends it
// without leaving the page, and shows it where it belongs. Without this script the form is posted as it is.
import { showOwn } from "./live.js";

const DAYS = 7; // the server remembers a key that long

for (const form of document.querySelectorAll("[data-composer]")) compose(form);

function compose(form) {
  const stream = form.dataset.composer;
  const slot = `rives-draft:${stream}`;
  const { source, language, voice, reply_to: answered, request_key: key } = form.elements;
  const errors = form.querySelector("[data-composer-errors]");
  const status = document.querySelector("[data-composer-status]");
  const alone = form.querySelector("[data-composer-alone]");
  const send = form.querySelector("[type=submit]");

  restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", submit);
  alone.addEventListener("click", () => answer(""));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-answer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(link.dataset.answer);
    source.focus();
  });
  source.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  // -- the draft

  function keep() {
    if (!source.value.trim()) return forget();
    const draft = { source: source.value, language: language.value, voice: voice.value, answered: answered.value };
    store(() => localStorage.setItem(slot, JSON.stringify({ ...draft, key: key.value, at: Date.now() })));
  }

  function restore() {
    const draft = store(() => JSON.parse(localStorage.getItem(slot)));
    if (!draft || Date.now() - draft.at > DAYS * 86_400_000) return forget();
    if (source.value.trim()) return undefined; // the page came back with what was typed
    source.value = draft.source;
    key.value = draft.key; // sent perhaps already, unanswered: the same key publishes it once
    if ([...language.options].some((option) => option.value === draft.language)) language.value = draft.language;
    if (voice.options && [...voice.options].some((option) => option.value === draft.voice)) voice.value = draft.voice;
    return answer(draft.answered);
  }

  function forget() {
    store(() => localStorage.removeItem(slot));
  }

  function answer(number) {
    answered.value = number;
    const line = form.querySelector("[data-composer-to]");
    const link = form.querySelector("[data-composer-number]");
    line.hidden = !number;
    alone.hidden = !number;
    link.textContent = number;
    link.href = number ? `#post-${number}` : "#messages";
    keep();
  }

  // -- sending

  async function submit(event) {
    event.preventDefault();
    if (send.getAttribute("aria-disabled") === "true") return;
    keep();
    send.setAttribute("aria-disabled", "true");
    status.textContent = form.dataset.sending;
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      await answeredBy(reply);
    } catch {
      refuse([form.dataset.failed]);
    } finally {
      send.removeAttribute("aria-disabled");
    }
  }

  async function answeredBy(reply) {
    if (reply.type === "opaqueredirect") return refuse([form.dataset.signedOut]);
    if (!reply.headers.get("content-type")?.includes("json")) return refuse([form.dataset.failed]);
    const said = await reply.json();
    if (said.errors) return refuse(Object.values(said.errors).flat());
    return published(said);
  }

  function refuse(sentences) {
    status.textContent = "";
    errors.replaceChildren(
      ...sentences.map((sentence) => Object.assign(document.createElement("p"), { className: "err", textContent: sentence })),
    );
  }

  function published({ id, rev, html, path }) {
    form.reset();
    source.value = "";
    key.value = crypto.randomUUID?.() ?? "";
    answer("");
    forget();
    errors.replaceChildren();
    const here = document.querySelector(`[data-stream="${stream}"][data-live-tail]`);
    if (!here) return location.assign(path);
    showOwn(stream, { op: "append", id, rev, html });
    status.textContent = form.dataset.sent;
    return undefined;
  }
}

// Storage may be forbidden or full: the message is then kept by this page only.
function store(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
