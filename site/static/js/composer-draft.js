// What is being written, kept on this device at once and on the server a moment later, with the version each has. Never
// overwrites what another tab or device kept: both texts are shown to choose from.

const WAIT_MS = 1500; // after the last key
const DAYS = 7; // the server remembers a request key that long
const CONFLICT = 409;
const SAY_MS = 50;
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
    this.savedKey = this.fields.request_key?.value;
    forgetOld(`rives-draft:${form.dataset.writer}:`);
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

  // While two versions wait to be chosen from, what is typed goes on here only.
  get isChoosing() {
    return Boolean(this.panel && !this.panel.hidden);
  }

  changed() {
    this.stopped = false;
    this.keepHere(true);
    if (this.isChoosing && !this.mine) this.show("mine", this.words().source);
    if (this.held || this.isChoosing || JSON.stringify(this.words()) === JSON.stringify(this.saved)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT_MS);
  }

  // -- on this device

  keepHere(unsaved, isLeft = false) {
    const words = this.words();
    if (!words.source.trim() && !words.title.trim()) return this.forgetHere();
    const kept = { ...words, key: this.fields.request_key?.value, seq: this.seq, unsaved, isLeft, at: Date.now() };
    return store(() => localStorage.setItem(this.slot, JSON.stringify(kept)));
  }

  forgetHere() {
    store(() => localStorage.removeItem(this.slot));
  }

  // What this device has and the server has not is put back; where the server has something newer, both are shown.
  restore() {
    const kept = store(() => JSON.parse(localStorage.getItem(this.slot)));
    const page = this.words();
    const isElsewhere = page.source.trim() && (kept?.isLeft || kept?.seq !== this.seq);
    if (!kept?.unsaved) return page.source.trim() ? undefined : this.forgetHere(); // another tab may be writing it
    if (page.source === kept.source) return kept.isLeft ? this.cameBack() : undefined;
    if (isElsewhere) return this.showBoth({ ...page, seq: this.seq }, { mine: kept });
    if (kept.isLeft) return this.askFor(kept);
    this.fill(kept);
    return this.changed();
  }

  // The page of an answer: refused, its words are in the page alone; taken, they are where they belong.
  cameBack() {
    if (!this.form.querySelector(".err")) return this.forgetHere();
    this.saved = null;
    return this.changed();
  }

  // It was sent with its form, and whether it arrived is not known here: the server knows its key.
  async askFor(kept) {
    const reply = await this.send({ ...kept, request_key: kept.key }).catch(() => null);
    if (this.fields.source.value.trim()) return; // one began to write meanwhile
    const said = isJson(reply) ? await reply.json() : null;
    if (reply?.status === CONFLICT && !said.kept) {
      this.forgetHere();
      return;
    }
    this.fill(kept);
    if (said?.seq) this.seq = said.seq;
    this.changed();
  }

  fill(words) {
    for (const name of NAMES) {
      const field = this.fields[name];
      if (!field || words[name] === undefined || words[name] === null) continue;
      if (name === "voice") {
        speakAs(field, words.voice);
        continue;
      }
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
    this.fields.request_key.value = freshKey();
    this.seq = 0;
    this.release();
  }

  // -- on the server

  async save({ aloud = false, leaving = false } = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.stopped || !this.fields.seq) return;
    if (this.held || (this.isChoosing && !aloud)) {
      this.tell(this.form.dataset.keptHere, aloud);
      return;
    }
    const words = this.words();
    const key = this.fields.request_key?.value;
    try {
      await this.answered(await this.send({ ...words, request_key: key }, leaving), { words, key, aloud });
    } catch {
      this.tell(this.form.dataset.keptHere, aloud);
    }
  }

  send(words, keepalive = false) {
    const body = new FormData();
    for (const name of [...NAMES, "request_key"]) if (this.fields[name]) body.append(name, words[name] ?? "");
    body.append("csrfmiddlewaretoken", this.fields.csrfmiddlewaretoken.value);
    body.append("seq", this.seq);
    body.append("act", "draft");
    return fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive });
  }

  async answered(reply, { words, key, aloud }) {
    if (!isJson(reply)) return this.tell(this.form.dataset.keptHere, aloud);
    const said = await reply.json();
    if (this.stopped || this.held) return undefined;
    if (reply.status === CONFLICT) return this.showBoth(said.kept, { message: said.message, isAsked: aloud });
    if (!reply.ok) return this.tell(said.message, aloud);
    this.seq = said.seq;
    this.saved = words;
    this.savedKey = key;
    this.keepHere(JSON.stringify(this.words()) !== JSON.stringify(words));
    return this.tell(said.seq ? this.form.dataset.kept : "", aloud);
  }

  tell(sentence, aloud) {
    if (this.line) this.line.textContent = sentence ?? "";
    if (aloud) say(sentence ?? "");
  }

  // -- two versions

  // `mine` is given where it is not what the page shows. The focus goes there only for who asked to keep their text.
  showBoth(theirs, { mine = null, message = this.form.dataset.stale, isAsked = false }) {
    if (!this.panel) return;
    this.theirs = theirs;
    this.mine = mine;
    this.show("why", message);
    this.show("mine", (mine ?? this.words()).source);
    this.show("theirs", theirs?.source);
    this.show("when", theirs?.when);
    this.panel.querySelector("[data-composer-other]").hidden = !theirs;
    this.panel.hidden = false;
    this.tell("");
    if (isAsked) this.panel.querySelector("[data-composer-why]").focus();
    else say(message);
  }

  show(name, text) {
    this.panel.querySelector(`[data-composer-${name}]`).textContent = text ?? "";
  }

  choose(which) {
    this.panel.hidden = true;
    if (which === "theirs") this.fill(this.theirs);
    else if (this.mine) this.fill({ ...this.mine, key: undefined });
    this.seq = this.theirs?.seq ?? 0;
    if (!this.theirs && this.fields.request_key) this.fields.request_key.value = freshKey();
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

  // The page follows its form: what is in it stays on this device until it is known to have arrived.
  leave() {
    this.stop();
    this.keepHere(true, true);
  }

  // While a message is on its way its draft is still on the server: what is written meanwhile waits here.
  hold() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.held = true;
    if (this.panel) this.panel.hidden = true;
    this.tell("");
  }

  // `taken` is the key of a message that the server published: the draft of that key went with it.
  release(taken) {
    this.held = false;
    if (taken && taken === this.savedKey) this.seq = 0;
    this.saved = null;
    if (this.fields.source.value.trim()) this.changed();
  }
}

// What nobody came back to within the time that the server remembers its key.
function forgetOld(start) {
  store(() => {
    for (const slot of Object.keys(localStorage)) {
      if (slot.startsWith(start) && Date.now() - JSON.parse(localStorage.getItem(slot)).at > DAYS * 86_400_000) localStorage.removeItem(slot);
    }
  });
}

function isJson(reply) {
  return Boolean(reply?.headers.get("content-type")?.includes("json"));
}

// Under the voice that was chosen; where that is gone, in one's own name rather than another organisation's.
export function speakAs(field, voice) {
  const known = [...(field?.options ?? [])].map(({ value }) => value); // a page with one voice has no choice
  const chosen = [voice, "citizen"].find((each) => known.includes(each));
  if (chosen) field.value = chosen;
}

export function freshKey() {
  return crypto.randomUUID?.() ?? "";
}

// In the line that is read aloud; said again though the words are the same.
export function say(sentence) {
  const status = document.querySelector("[data-composer-status]");
  if (!status) return;
  status.textContent = "";
  setTimeout(() => (status.textContent = sentence), SAY_MS);
}

// Storage may be forbidden or full: what is written is then kept by this page and the server only.
export function store(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
