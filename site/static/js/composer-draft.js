// What is being written, kept on this device at once and on the server a moment later, with the version each has. Never
// overwrites what another tab or device kept: both texts are shown to choose from.

const WAIT_MS = 1500; // after the last key
const DAYS = 7; // the server remembers a request key that long
const CONFLICT = 409;
const NAMES = ["title", "source", "language", "voice", "reply_to"];

export class Draft {
  constructor(form, { answer }) {
    this.form = form;
    this.fields = form.elements;
    this.answer = answer;
    this.slot = `rives-draft:${form.dataset.writer}:${form.dataset.composer || form.dataset.keeps}`; // others use this device too
    this.panel = document.querySelector("[data-composer-stale]");
    this.line = document.querySelector("[data-composer-kept]");
    this.stopped = this.held = false;
    this.timer = 0;
    this.saved = this.words(); // what the page came with is on the server
    addEventListener("pagehide", () => this.isWaiting && this.save({ leaving: true }));
    addEventListener("storage", (event) => event.key === this.slot && this.elsewhere(event));
    this.panel?.addEventListener("click", ({ target }) => target.dataset.composerTake && this.choose(target.dataset.composerTake));
  }

  get isWaiting() {
    return Boolean(this.timer);
  }

  get seq() {
    return Number(this.fields.seq?.value) || 0;
  }

  set seq(number) {
    if (this.fields.seq) this.fields.seq.value = number;
  }

  words() {
    return Object.fromEntries(NAMES.map((name) => [name, this.fields[name]?.value ?? ""]));
  }

  changed() {
    this.stopped = false;
    this.keepHere(true);
    if (this.held || JSON.stringify(this.words()) === JSON.stringify(this.saved)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT_MS);
  }

  // -- on this device

  keepHere(unsaved) {
    const words = this.words();
    if (!words.source.trim() && !words.title.trim()) return this.forgetHere();
    const kept = { ...words, key: this.fields.request_key?.value, seq: this.seq, unsaved, at: Date.now() };
    return store(() => localStorage.setItem(this.slot, JSON.stringify(kept)));
  }

  forgetHere() {
    store(() => localStorage.removeItem(this.slot));
  }

  // What this device has and the server has not is put back; where the server has something newer, both are shown.
  restore() {
    const kept = store(() => JSON.parse(localStorage.getItem(this.slot)));
    if (!kept?.unsaved || Date.now() - kept.at > DAYS * 86_400_000) return this.forgetHere();
    const page = this.words();
    if (page.source === kept.source) return undefined;
    if (page.source.trim() && kept.seq !== this.seq) return this.showBoth({ ...page, seq: this.seq }, kept);
    this.fill(kept);
    return this.changed();
  }

  fill(words) {
    for (const name of NAMES) {
      const field = this.fields[name];
      if (!field || words[name] === undefined || words[name] === null) continue;
      if (name === "voice" && !field.options) continue; // the page knows the only one that is left
      if (!field.options || [...field.options].some(({ value }) => value === words[name])) field.value = words[name];
    }
    this.answer(words.reply_to);
    if (words.key && this.fields.request_key) this.fields.request_key.value = words.key; // sent perhaps already: published once
  }

  // Published from another tab: the same words here are not written a second time.
  elsewhere({ newValue, oldValue }) {
    if (newValue || !oldValue) return;
    if (store(() => JSON.parse(oldValue).source) !== this.fields.source.value || document.hasFocus()) return;
    this.fields.source.value = "";
    this.release({ isTaken: true });
  }

  // -- on the server

  async save({ aloud = false, leaving = false } = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.stopped || this.held || !this.fields.seq) return;
    const words = this.words();
    const body = new FormData();
    for (const name of [...NAMES, "csrfmiddlewaretoken", "request_key", "seq"]) {
      if (this.fields[name]) body.append(name, this.fields[name].value);
    }
    body.append("act", "draft");
    const asked = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: leaving };
    try {
      await this.answered(await fetch(this.form.action, asked), words, aloud);
    } catch {
      this.tell(this.form.dataset.keptHere, aloud);
    }
  }

  async answered(reply, words, aloud) {
    if (!reply.headers.get("content-type")?.includes("json")) return this.tell(this.form.dataset.keptHere, aloud);
    const said = await reply.json();
    if (this.stopped || this.held) return undefined;
    if (reply.status === CONFLICT) return this.showBoth(said.kept, this.words(), said.message);
    if (!reply.ok) return this.tell(said.message, aloud);
    this.seq = said.seq;
    this.saved = words;
    this.keepHere(JSON.stringify(this.words()) !== JSON.stringify(words));
    return this.tell(said.seq ? this.form.dataset.kept : "", aloud);
  }

  tell(sentence, aloud) {
    if (this.line) this.line.textContent = sentence ?? "";
    const status = document.querySelector("[data-composer-status]");
    if (aloud && status) status.textContent = sentence ?? "";
  }

  // -- two versions

  showBoth(theirs, mine, message = "") {
    if (!this.panel) return;
    this.theirs = theirs;
    const show = (name, text) => (this.panel.querySelector(`[data-composer-${name}]`).textContent = text ?? "");
    show("why", message || this.form.dataset.stale);
    show("mine", mine.source);
    show("theirs", theirs?.source);
    this.panel.querySelector("[data-composer-other]").hidden = !theirs;
    this.mine = mine;
    show("when", theirs?.when);
    this.panel.hidden = false;
    this.panel.querySelector("[data-composer-why]").focus();
  }

  choose(which) {
    this.panel.hidden = true;
    if (which === "theirs") this.fill(this.theirs);
    else this.fill({ ...this.mine, key: undefined });
    this.seq = this.theirs?.seq ?? 0;
    if (!this.theirs) this.fields.request_key.value = crypto.randomUUID?.() ?? "";
    this.fields.source.focus();
    this.saved = which === "theirs" ? this.words() : null;
    this.changed();
  }

  // -- sent

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.stopped = true;
    this.tell("");
  }

  leave() {
    this.stop();
    this.forgetHere();
  }

  // While a message is on its way its draft is still on the server: what is written meanwhile waits here.
  hold() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.held = true;
    this.tell("");
  }

  release({ isTaken }) {
    this.held = false;
    if (isTaken) this.seq = 0;
    this.saved = null;
    if (this.fields.source.value.trim()) this.changed();
  }
}

// Storage may be forbidden or full: what is written is then kept by this page and the server only.
export function store(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
