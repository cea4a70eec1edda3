// The questionnaire keeps itself: on this device at once, on the server a moment later, again when the network is back.
// Never overwrites what another tab or device kept: both are shown. Without this module every button still works.
import { store } from "./composer-draft.js";
import { startFolding } from "./questionnaire-folding.js";
import { startPlaces } from "./questionnaire-place.js";

const WAIT_MS = 1500; // after the last key
const LONGEST_WAIT_MS = 60_000;
const CONFLICT = 409;
const DAYS = 90; // longer than a questionnaire is open: nothing goes before it could be sent
const NOT_ANSWERS = new Set(["csrfmiddlewaretoken", "rev", "act"]);

class Keeper {
  constructor(form) {
    this.form = form;
    this.slot = `rives-answers:${form.dataset.user}:${form.dataset.ask}`;
    this.line = form.querySelector("[data-kept-line]");
    this.panel = document.querySelector("[data-stale]");
    this.timer = this.failures = 0;
    this.saved = this.typed();
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.isUnsaved && this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("beforeunload", (event) => this.wouldLose && event.preventDefault());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // gone back to: as it is kept now
    addEventListener("online", () => this.isUnsaved && this.soon(1000 * Math.random()));
    addEventListener("pagehide", () => this.timer && this.save({ leaving: true }));
    this.panel?.querySelector("[data-stale-mine]")?.addEventListener("click", () => this.keepMine());
    this.panel?.querySelector("[data-stale-take]")?.addEventListener("click", () => this.forgetHere());
  }

  // What is written, without files: [[name, text], …] in the order of the page.
  typed() {
    const found = [...new FormData(this.form)].filter(([name, value]) => !NOT_ANSWERS.has(name) && typeof value === "string");
    return JSON.stringify(found);
  }

  get isUnsaved() {
    return this.typed() !== this.saved;
  }

  // What nothing keeps: a file chosen, or what is written where this device keeps nothing.
  get wouldLose() {
    if (this.isLeaving) return false;
    const files = [...this.form.querySelectorAll("input[type=file]")].some(({ files: chosen }) => chosen.length);
    return files || (this.isUnsaved && !this.isKeptHere);
  }

  changed() {
    this.keepHere();
    this.soon(WAIT_MS);
  }

  soon(after) {
    clearTimeout(this.timer);
    if (!this.isHeld) this.timer = setTimeout(() => this.save(), after);
  }

  // -- on this device

  keepHere() {
    const kept = { typed: this.typed(), rev: this.form.elements.rev.value, at: Date.now() };
    this.isKeptHere = store(() => localStorage.setItem(this.slot, JSON.stringify(kept)) ?? true) ?? false;
  }

  forgetHere() {
    store(() => localStorage.removeItem(this.slot));
  }

  // What this device has and the server has not comes back, with the revision it was written from: where another
  // device wrote meanwhile, the server says so.
  restore() {
    const kept = store(() => JSON.parse(localStorage.getItem(this.slot)));
    if (!kept || Date.now() - kept.at > DAYS * 86_400_000 || kept.typed === this.saved) return this.forgetHere();
    this.fill(JSON.parse(kept.typed));
    this.form.elements.rev.value = kept.rev;
    return this.soon(0);
  }

  fill(pairs) {
    const given = Map.groupBy ? Map.groupBy(pairs, ([name]) => name) : grouped(pairs);
    for (const field of this.form.elements) {
      if (!field.name || NOT_ANSWERS.has(field.name) || field.type === "file") continue;
      const values = (given.get(field.name) ?? []).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.type !== "submit") field.value = values[0] ?? "";
    }
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // -- on the server

  body() {
    const body = new FormData(this.form);
    for (const field of this.form.querySelectorAll("input[type=file]")) body.delete(field.name); // these go with the page
    for (const field of this.form.querySelectorAll("input[name$=-drop]")) body.delete(field.name);
    body.set("act", "draft");
    return body;
  }

  // Whether the server was reached.
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.isHeld || !this.isUnsaved) return true;
    const typed = this.typed();
    const asked = { method: "POST", body: this.body(), headers: { Accept: "application/json" }, redirect: "manual", keepalive: leaving };
    try {
      await this.answered(await fetch(this.form.action, asked), typed);
      return true;
    } catch {
      this.later(this.form.dataset.keptHere);
      return false;
    }
  }

  async answered(reply, typed) {
    if (reply.type === "opaqueredirect") return this.say(this.form.dataset.signedOut);
    if (!reply.headers.get("content-type")?.includes("json")) return this.later(this.form.dataset.refused);
    const said = await reply.json();
    if (reply.status === CONFLICT) return said.theirs ? this.showBoth(said) : this.say(said.message);
    this.failures = 0;
    this.form.elements.rev.value = said.rev;
    this.saved = typed;
    if (this.isUnsaved) return this.changed();
    this.forgetHere();
    return this.say(this.form.dataset.kept);
  }

  later(sentence) {
    this.failures += 1;
    this.say(sentence);
    this.soon(Math.min(LONGEST_WAIT_MS, 2000 * 2 ** this.failures) * (0.5 + Math.random() / 2));
  }

  say(sentence) {
    if (this.line && this.line.textContent !== sentence) this.line.textContent = sentence;
  }

  // Without a network a page would be lost on the way: what is written is sent first, and the page follows once it
  // has arrived; else it stays, and goes when the network is back.
  async leave(event) {
    if (this.isLeaving) return;
    if (navigator.onLine && !this.isUnsaved) return this.gone();
    event.preventDefault();
    const { submitter } = event;
    this.keepHere();
    const isReached = navigator.onLine ? await this.save() : this.later(this.form.dataset.keptHere);
    if (!isReached) return this.line?.scrollIntoView({ block: "nearest" });
    if (this.isHeld) return undefined; // two versions to choose from first
    this.gone();
    return this.form.requestSubmit(submitter);
  }

  gone() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.isHeld = this.isLeaving = true; // the page itself saves
  }

  // -- two versions

  showBoth({ message, rev, theirs }) {
    this.isHeld = true;
    this.theirRev = rev;
    this.panel.querySelector("[data-stale-why]").textContent = message;
    const rows = theirs.flatMap(({ label, words }) => [make("dt", label), make("dd", words || "—")]);
    this.panel.querySelector("[data-stale-theirs]").replaceChildren(...rows);
    this.panel.querySelector("[data-stale-mine]").hidden = this.panel.hidden = false;
    this.panel.focus();
  }

  keepMine() {
    this.form.elements.rev.value = this.theirRev;
    this.panel.hidden = true;
    this.isHeld = false;
    this.saved = "";
    this.save();
  }
}

function make(tag, textContent) {
  return Object.assign(document.createElement(tag), { textContent, dir: "auto" });
}

function grouped(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

const form = document.querySelector("[data-ask]");
if (form) {
  startFolding(form);
  startPlaces(form);
  new Keeper(form); // last: what it puts back is folded and shown on the map
}
