// « Réagir » opens the reactions as buttons below the message. What the reader said themselves is shown to them only: the
// message that arrives live is the same for everyone. Without this script the link leads to a page that does it.
import { showOwn } from "./live.js";

for (const feed of document.querySelectorAll("[data-reactions]")) follow(feed);

function follow(feed) {
  const words = JSON.parse(feed.dataset.reactions);
  const mine = new Map(Object.entries(JSON.parse(feed.dataset.mine)).map(([id, kinds]) => [id, new Set(kinds)]));
  const open = new Set();

  for (const post of feed.querySelectorAll("[data-id]")) dress(post);
  feed.addEventListener("live:applied", ({ detail }) => {
    for (const { id } of detail.events) {
      const posts = id ? [feed.querySelector(`[data-id="${CSS.escape(id)}"]`)] : feed.querySelectorAll("[data-id]");
      for (const post of posts) if (post) dress(post);
    }
  });
  feed.addEventListener("click", (event) => {
    const link = event.target.closest("[data-react]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !token()) return;
    const post = link.closest("[data-id]");
    event.preventDefault();
    if (!open.delete(post.dataset.id)) open.add(post.dataset.id);
    dress(post);
    post.querySelector(".post__react button")?.focus();
  });

  function said(post) {
    return mine.get(post.dataset.id) ?? new Set();
  }

  function dress(post) {
    const link = post.querySelector("[data-react]");
    const isOpen = open.has(post.dataset.id);
    for (const item of post.querySelectorAll(".post__said [data-kind]")) {
      item.toggleAttribute("data-mine", said(post).has(item.dataset.kind));
    }
    post.querySelector(".post__react")?.remove();
    if (!link) return;
    link.hidden = post.dataset.author === feed.dataset.me; // nobody reacts to what they wrote
    link.setAttribute("aria-expanded", isOpen);
    if (!isOpen) return;
    const row = Object.assign(document.createElement("div"), { className: "post__react" });
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", link.textContent.trim());
    row.append(...Object.entries(words).map(([kind, label]) => button(post, kind, label)));
    link.closest(".post__act").after(row);
  }

  function button(post, kind, label) {
    const toggle = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--2 btn--s", textContent: label });
    toggle.dataset.focus = `react-${post.dataset.id}-${kind}`;
    toggle.setAttribute("aria-pressed", said(post).has(kind));
    toggle.addEventListener("click", () => send(toggle, post, kind));
    return toggle;
  }

  async function send(toggle, post, kind) {
    if (toggle.getAttribute("aria-disabled") === "true") return;
    toggle.setAttribute("aria-disabled", "true");
    const body = new URLSearchParams({ kind, on: said(post).has(kind) ? "0" : "1", csrfmiddlewaretoken: token() });
    try {
      const reply = await fetch(`${post.dataset.path}react/`, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      const answer = reply.headers.get("content-type")?.includes("json") ? await reply.json() : {};
      if (!reply.ok) return tell(post, answer.errors?.[""]?.[0]);
      mine.set(answer.id, new Set(answer.mine));
      if (!showOwn(answer.stream, { op: "replace", ...answer })) dress(post);
    } catch {
      location.assign(`${post.dataset.path}react/`); // the page says what is wrong
    } finally {
      toggle.removeAttribute("aria-disabled");
    }
    return undefined;
  }
}

function tell(post, sentence) {
  if (!sentence) return location.assign(`${post.dataset.path}react/`);
  const line = Object.assign(document.createElement("p"), { className: "err", textContent: sentence });
  line.setAttribute("role", "alert");
  return post.querySelector(".post__react").append(line);
}

function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}
