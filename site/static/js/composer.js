// Where one writes: keeps what is written, shows how it will read, sends it without leaving the page and tries again by
// itself. Without this script the form is posted as it is, with the same buttons.
import { Draft, freshKey, say, speakAs } from "./composer-draft.js";
import { placeFiles } from "./composer-files.js";
import { Outbox } from "./composer-outbox.js";
import { partNow, showWaiting } from "./composer-waiting.js";
import { showWhoWrites } from "./composer-writing.js";
import { typing } from "./live.js";

for (const form of document.querySelectorAll("[data-composer]")) compose(form);

function compose(form) {
  const stream = form.dataset.composer;
  const fields = form.elements;
  const { source, language } = fields;
  const errors = form.querySelector("[data-composer-errors]");
  const shown = document.querySelector("[data-composer-shown]");
  errors.id ||= "composer-errors";
  const hints = (source.getAttribute("aria-describedby") ?? "").replace(`${source.id}_error`, "").trim();
  const draft = new Draft(form, { answer });
  const files = placeFiles(form);
  const tell = { say, refuse, took, dropped, giveBack: restoreText, waits: () => waiting.look(), signedInAgain };
  const outbox = stream ? new Outbox(form, tell) : null;
  const waiting = showWaiting(stream, { seen: () => outbox?.forgetRead() });

  draft.restore();
  if (outbox?.has(fields.request_key.value)) clear(); // it left already, or is about to
  outbox?.start();
  speak();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submit);
  form.addEventListener("keydown", keys);
  form.querySelector("[data-composer-alone]")?.addEventListener("click", () => alone());
  document.addEventListener("click", answerHere);
  if (stream) showWhoWrites(stream);

  function changed(event) {
    if (event.target.type === "file") return;
    if (event.target === language) speak();
    if (event.target === source && stream) typing(stream);
    draft.changed();
  }

  // The keyboard and the spell checker of a browser follow the language that was chosen.
  function speak() {
    source.lang = language.value;
  }

  function keys(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-composer-send]"));
    }
    if (event.key === "Escape" && fields.reply_to?.value) alone();
  }

  // -- answering a message

  function answerHere(event) {
    const link = event.target.closest("[data-answer]");
    if (!link || !fields.reply_to || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(link.dataset.answer);
    draft.changed();
    source.focus();
  }

  function alone() {
    const number = fields.reply_to.value;
    answer("");
    draft.changed();
    const back = document.querySelector(`[data-answer="${CSS.escape(number)}"]`);
    (back ?? source).focus();
  }

  function answer(number) {
    if (!fields.reply_to) return;
    fields.reply_to.value = number || "";
    const line = form.querySelector("[data-composer-to]");
    const link = form.querySelector("[data-composer-number]");
    line.hidden = !number;
    form.querySelector("[data-composer-alone]").hidden = !number;
    link.textContent = number || "";
    link.href = number ? `#post-${number}` : "#messages";
  }

  // -- before sending

  async function look(button) {
    const asked = new FormData(form, button);
    for (const place of files.names) asked.delete(place);
    try {
      const reply = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "application/json" }, redirect: "manual" });
      if (!reply.ok) throw new Error(reply.status);
      shown.innerHTML = (await reply.json()).html; // the server's own, cleaned as every message is
      refuse({});
      say(form.dataset.previewReady);
    } catch {
      refuse({ "": [form.dataset.previewFailed] });
    }
  }

  function submit(event) {
    const act = event.submitter?.value;
    if (act === "preview") {
      event.preventDefault();
      look(event.submitter);
    } else if (act === "draft") {
      event.preventDefault();
      draft.save({ aloud: true });
    } else if (outbox) {
      event.preventDefault();
      send();
    } else {
      draft.leave(); // the page follows its form
    }
  }

  function send() {
    if (!source.value.trim()) return refuse({ source: [form.dataset.empty] });
    refuse({});
    shown.replaceChildren();
    outbox.add(new FormData(form), files.chosen());
    clear();
    return source.focus();
  }

  function clear() {
    draft.hold(); // what comes next is kept here until the server took what left
    source.value = "";
    fields.request_key.value = freshKey();
    files.clear();
    answer("");
    draft.forgetHere();
  }

  // -- what the outbox has to tell

  function took(sentence, key) {
    draft.release(key);
    say(sentence);
  }

  // Thrown away: its draft on the server goes too, where nothing else is being written.
  function dropped() {
    draft.release();
    if (!source.value.trim()) draft.save();
  }

  function restoreText(kept, body) {
    if (source.value.trim()) return false;
    draft.release();
    source.value = kept.source;
    language.value = kept.language;
    speakAs(fields.voice, kept.voice);
    fields.request_key.value = kept.reused ? freshKey() : kept.request_key;
    answer(kept.reply_to);
    if (body) files.putBack(body);
    speak();
    draft.changed();
    if (isHere()) source.focus();
    return true;
  }

  // Who reads elsewhere meanwhile stays there.
  function isHere() {
    const here = document.activeElement;
    return !here || here === document.body || form.contains(here) || Boolean(here.closest("[data-composer-pending]"));
  }

  // After one signed in anew, in another tab, the page's token is no longer theirs: taken again where it is one's own.
  async function signedInAgain() {
    const fresh = await partNow("[data-composer]");
    if (fresh?.dataset.writer === form.dataset.writer) fields.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
  }

  // Each sentence beside its file; those about the words below them.
  function refuse(byField) {
    const lines = [];
    files.refuse([]);
    for (const [name, sentences] of Object.entries(byField)) {
      const paragraphs = sentences.map((textContent) => Object.assign(document.createElement("p"), { className: "err", textContent }));
      if (files.refuse(paragraphs, name)) say(sentences.join(" "));
      else lines.push(...paragraphs);
    }
    errors.replaceChildren(...lines);
    if (byField.voice) offerVoices();
    const isWrong = Boolean(byField.source);
    set(source, "aria-invalid", isWrong ? "true" : "");
    set(source, "aria-describedby", [hints, isWrong && errors.id].filter(Boolean).join(" "));
  }

  // In whose name one may write has changed since the page was read.
  async function offerVoices() {
    const fresh = await partNow("[data-composer-voice]");
    if (fresh) form.querySelector("[data-composer-voice]")?.replaceWith(fresh);
  }
}

function set(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}
