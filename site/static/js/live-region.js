// One live region of the page: applies frames in order, once each, and fetches the whole region when told to.
// Never moves the focus, never scrolls. The rules are in docs/features/live.md.

const REV = "rev";

export class Region {
  constructor(element, { sync, follow }) {
    this.element = element;
    this.stream = element.dataset.stream;
    this.last = Number(element.dataset.head);
    this.epoch = element.dataset.epoch;
    this.ask = { sync, follow };
    this.resetting = false;
  }

  // A frame covers the numbers (from, to]; true when the region now stands at `to`.
  take(frame) {
    const [from, to, events] = frame.type === "ev" ? [frame.seq - 1, frame.seq, [frame]] : [frame.from, frame.to, frame.ev];
    if (this.resetting || to <= this.last) return false;
    if (from > this.last) {
      this.ask.sync(this);
      return false;
    }
    const shown = events.filter((event) => this.apply(event));
    this.last = to;
    this.tell(shown);
    return true;
  }

  // Shows one object's state; false when the page has it already. Also for what the reader's own form answered.
  apply({ op, id, rev, html }) {
    const present = this.find(id);
    if (op === "remove") {
      present?.remove();
      return Boolean(present);
    }
    if (present && Number(present.dataset[REV]) >= rev) return false;
    const fresh = fragment(html);
    if (present) present.replaceWith(keepFocus(present, fresh));
    else if (this.element.dataset.liveRegion === "value") this.element.replaceChildren(fresh);
    else if (op === "append") return this.append(fresh);
    else return false;
    return true;
  }

  // On an earlier page of a long list nothing is appended: a link to the end appears instead.
  append(fresh) {
    if (this.element.dataset.liveTail === undefined) {
      for (const more of document.querySelectorAll(`[data-live-more="${this.stream}"]`)) more.hidden = false;
      return true;
    }
    if (this.element.dataset.liveInsert === "start") this.element.prepend(fresh);
    else this.element.append(fresh);
    return true;
  }

  find(id) {
    return this.element.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  tell(events) {
    if (!events.length) return;
    this.element.dispatchEvent(new CustomEvent("live:applied", { bubbles: true, detail: { stream: this.stream, events } }));
  }

  // Too far behind, or the log starts anew: the page itself is read again and merged in.
  async reset(url) {
    if (this.resetting) return;
    this.resetting = true;
    try {
      const here = new URL(url, location.href).pathname === location.pathname ? location.href.split("#")[0] : url;
      const answer = await fetch(here, { headers: { Accept: "text/html" }, cache: "no-cache" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(`[data-stream="${this.stream}"]`);
      if (answer.ok && answer.redirected && !fresh) return this.went(answer.url);
      if (answer.status === 404 || (answer.ok && !fresh)) return this.gone();
      if (!fresh) return;
      this.merge(fresh);
      this.last = Number(fresh.dataset.head);
      this.epoch = fresh.dataset.epoch;
    } finally {
      this.resetting = false;
    }
    this.ask.follow(this);
  }

  // Objects that stand unchanged keep their element, and with it focus, selection and what is open.
  merge(fresh) {
    const anchor = topmost(this.element);
    const before = anchor?.getBoundingClientRect().top;
    const children = [...fresh.children].map((child) => {
      const present = child.dataset.id && this.find(child.dataset.id);
      if (present && Number(present.dataset[REV]) >= Number(child.dataset[REV])) return present;
      return present ? keepFocus(present, document.adoptNode(child)) : document.adoptNode(child);
    });
    this.element.replaceChildren(...children);
    if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
    this.tell([{ op: "reset", id: "", rev: 0, html: "" }]);
  }

  // The reader may no longer read this: its content goes, what they were writing elsewhere stays.
  gone() {
    const sentence = notice();
    sentence.textContent = this.element.dataset.liveGone ?? "";
    this.leave(...(sentence.textContent ? [sentence] : []));
    this.element.removeAttribute("data-stream");
    this.isGone = true;
  }

  // The focus of who was inside goes to the sentence that is left.
  leave(...left) {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...left);
    if (hadFocus) left[0]?.focus({ preventScroll: true });
  }

  // What was shown here goes on at another address: the way there takes its place.
  went(url) {
    const sentence = notice();
    sentence.append(Object.assign(document.createElement("a"), { href: url, textContent: this.element.dataset.liveElsewhere ?? url }));
    this.leave(sentence);
    this.element.removeAttribute("data-stream");
    this.isGone = true;
  }
}

// Read aloud at once: what was being read has gone.
function notice() {
  const line = Object.assign(document.createElement("p"), { className: "notice", tabIndex: -1 });
  line.setAttribute("role", "alert");
  return line;
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild ?? document.createTextNode("");
}

// When the focus is inside what is replaced, the same control in the new element takes it: the one of its name, else the
// one that leads to the same place; where there is none any more, the object itself.
function keepFocus(old, fresh) {
  const focused = document.activeElement;
  if (!old.contains(focused)) return fresh;
  queueMicrotask(() => (counterpart(focused, old, fresh) ?? fresh).focus?.({ preventScroll: true }));
  return fresh;
}

function counterpart(focused, old, fresh) {
  if (focused === old) return fresh;
  const [name, value] = focused.dataset.focus ? ["data-focus", focused.dataset.focus] : ["href", focused.getAttribute("href")];
  return value && fresh.querySelector?.(`[${name}="${CSS.escape(value)}"]`);
}

function topmost(element) {
  return [...element.children].find((child) => child.getBoundingClientRect().bottom > 0);
}
