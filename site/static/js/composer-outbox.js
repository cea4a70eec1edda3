// What was sent and is not confirmed yet: shown at the end of the discussion, tried again by itself, in order, each under
// its own key, so that it is published once however often it leaves. Kept on this device until the server has it; one
// tab sends at a time.
import { showOwn } from "./live.js";
import { store } from "./composer-draft.js";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;
const TOO_MANY = 429;
const NAMES = ["source", "language", "voice", "reply_to", "request_key"];

export class Outbox {
  constructor(form, tell) {
    this.form = form;
    this.stream = form.dataset.composer;
    this.slot = `rives-outbox:${form.dataset.writer}:${this.stream}`; // nobody sends what another wrote on this device
    this.tell = tell; // what the composer does with it: say, refuse, took, dropped, giveBack, waits, signedInAgain
    this.bodies = new Map(); // with their files: a file cannot be kept on the device
    this.states = new Map();
    this.read = []; // a moderator reads these before they are published: shown until the page says so itself
    this.failures = 0;
    this.timer = 0;
    this.list = document.querySelector("[data-composer-pending]");
  }

  start() {
    addEventListener("online", () => this.soon(3000 * Math.random())); // not everyone in the same instant
    addEventListener("offline", () => this.show());
    addEventListener("storage", ({ key }) => key === this.slot && this.show());
    this.show();
    if (this.kept().length) this.soon(500 * Math.random());
  }

  // -- what waits

  has(key) {
    return this.kept().some((message) => message.request_key === key);
  }

  // What another tab sent or threw away is gone here too; what could not be stored is known to this page only.
  kept() {
    if (this.memory) return this.memory;
    return store(() => JSON.parse(localStorage.getItem(this.slot))) ?? [];
  }

  keep(messages) {
    const isStored = store(() => {
      if (messages.length) localStorage.setItem(this.slot, JSON.stringify(messages));
      else localStorage.removeItem(this.slot);
      return true;
    });
    this.memory = isStored ? null : messages;
    this.show();
  }

  add(body, hasFiles) {
    const message = { ...Object.fromEntries(NAMES.map((name) => [name, body.get(name) ?? ""])), hasFiles, at: Date.now() };
    this.bodies.set(message.request_key, body);
    this.keep([...this.kept(), message]);
    this.tell.say(navigator.onLine ? this.form.dataset.sending : this.form.dataset.offline);
    this.soon(0);
  }

  remove(key) {
    this.bodies.delete(key);
    this.states.delete(key);
    this.keep(this.kept().filter((message) => message.request_key !== key));
  }

  // -- sending

  soon(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), after);
  }

  async run() {
    if (this.running) {
      this.isAsked = true; // what was added since the list was read goes next
      return;
    }
    if (!navigator.onLine) {
      this.show();
      return;
    }
    this.running = true;
    this.isAsked = false;
    let goesOn = false;
    try {
      goesOn = await (navigator.locks ? navigator.locks.request(this.slot, () => this.sendAll()) : this.sendAll());
    } finally {
      this.running = false;
      this.show();
    }
    if (goesOn && this.isAsked) this.soon(0); // else its hour is set already
  }

  // False where the rest has to wait.
  async sendAll() {
    for (const message of this.kept()) {
      const { request_key: key } = message;
      if (this.states.get(key)?.stuck) continue;
      this.states.set(key, { sentence: this.form.dataset.sending });
      this.show();
      const goesOn = await this.send(message);
      if (!goesOn) return false;
    }
    return true;
  }

  body(message) {
    const body = this.bodies.get(message.request_key) ?? new FormData();
    for (const name of NAMES) body.set(name, message[name]);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.delete("act");
    return body;
  }

  // True where the next message may follow.
  async send(message) {
    const { request_key: key } = message;
    if (message.hasFiles && !this.bodies.has(key)) return this.stuck(key, this.form.dataset.filesLost);
    let reply;
    let said = null;
    try {
      reply = await fetch(this.form.action, {
        method: "POST",
        body: this.body(message),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (reply.headers.get("content-type")?.includes("json")) said = await reply.json();
    } catch {
      return this.later(key, this.form.dataset.offline);
    }
    if (reply.type === "opaqueredirect") return this.stuck(key, this.form.dataset.signedOut);
    if (reply.status === TOO_MANY || reply.status >= 500) return this.wait(key, reply);
    if (!said) return this.stuck(key, this.form.dataset.failed);
    if (said.errors) return this.refused(message, said);
    this.published(message, said);
    return true;
  }

  // The server said when: no sooner, and not everyone in the same second.
  wait(key, reply) {
    const seconds = Number(reply.headers.get("retry-after"));
    if (!seconds) return this.later(key, this.form.dataset.failed);
    this.states.set(key, { sentence: this.form.dataset.waiting.replace("{wait}", duration(seconds)) });
    this.soon(seconds * 1000 + 1000 * Math.random());
    return false;
  }

  later(key, sentence) {
    this.failures += 1;
    this.states.set(key, { sentence });
    this.soon(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures) + 500);
    return false;
  }

  stuck(key, sentence) {
    this.states.set(key, { sentence, stuck: true });
    this.tell.say(sentence);
    return true;
  }

  // Back to the composer to be mended; where something else is being written there, it waits beside it.
  refused(message, { errors, reused }) {
    const { request_key: key } = message;
    const isBack = this.tell.giveBack({ ...message, reused }, this.bodies.get(key));
    if (!isBack) return this.stuck(key, Object.values(errors).flat().join(" "));
    this.remove(key);
    this.tell.refuse(errors);
    return true;
  }

  // Shown where the discussion stands; a page without it goes there.
  published(message, said) {
    this.failures = 0;
    const place = document.querySelector(said.held ? "[data-read-first]" : `[data-stream="${this.stream}"][data-live-tail]`);
    if (said.held && place) this.read.push(message);
    this.remove(message.request_key);
    this.tell.took(said.held ? this.form.dataset.held : this.form.dataset.sent, message.request_key);
    if (!place) location.assign(said.held || said.path);
    else if (said.held) this.tell.waits();
    else showOwn(this.stream, { op: "append", id: said.id, rev: said.rev, html: said.html });
  }

  forgetRead() {
    this.read = [];
    this.show();
  }

  // -- what is seen

  // Who stood on a button finds it again, or the place where one writes.
  show() {
    if (!this.list) return;
    const hadFocus = this.list.contains(document.activeElement) && document.activeElement;
    const read = this.read.map((message) => this.card(message, this.form.dataset.held));
    this.list.replaceChildren(...read, ...this.kept().map((message) => this.card(message)));
    if (!hadFocus) return;
    const again = this.list.querySelector(`[data-focus="${CSS.escape(hadFocus.dataset.focus)}"]`);
    (again ?? this.form.elements.source).focus({ preventScroll: true });
  }

  card(message, said) {
    const { request_key: key } = message;
    const words = this.form.dataset;
    const state = this.states.get(key) ?? { sentence: navigator.onLine ? words.sending : words.offline };
    const sentence = said ?? (navigator.onLine || state.stuck ? state.sentence : words.offline);
    const card = make("article", "post post--pending");
    card.append(make("span", "mono", "…"), make("div"));
    card.firstChild.setAttribute("aria-hidden", "true");
    const inside = card.lastChild;
    const meta = make("div", "post__meta");
    meta.append(make("b", "", words.you), make("span", state.stuck ? "err" : "", sentence));
    const body = make("div", "post__body draft__text", message.source);
    body.lang = message.language;
    body.dir = "auto";
    inside.append(meta, body);
    if (state.stuck) inside.append(this.tools(message));
    return card;
  }

  tools(message) {
    const { request_key: key } = message;
    const words = this.form.dataset;
    const row = make("div", "post__act");
    const again = async () => {
      await this.tell.signedInAgain();
      this.states.delete(key);
      this.show();
      this.soon(0);
    };
    const resume = () => this.tell.giveBack(message, this.bodies.get(key)) && this.remove(key);
    const drop = async () => {
      this.remove(key);
      await this.tell.signedInAgain();
      this.tell.dropped();
    };
    const acts = Object.entries({ again, resume, drop });
    row.append(...acts.map(([name, act]) => button(words[name], act, `${name}-${key}`)));
    return row;
  }
}

// « 5 minutes », « 5 دقائق »: the browser knows how each language counts.
function duration(seconds) {
  const [amount, unit] = seconds > 90 ? [Math.ceil(seconds / 60), "minute"] : [seconds, "second"];
  const style = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(amount);
}

function make(tag, className = "", textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent });
}

function button(label, act, name) {
  const made = make("button", "btn btn--quiet btn--s", label);
  made.type = "button";
  made.dataset.focus = name;
  made.addEventListener("click", act);
  return made;
}
