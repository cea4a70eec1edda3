// How far one has read. A topic's page says up to which message its end was seen, once a second and a half at most, and
// every minute that it stands before someone (they are not written about what they see). In a list of topics, the lines
// that come live are the same for everyone: what is new on them is asked for.
const SEEN_MS = 1500;
const BEAT_MS = 60_000;
const LINES_MS = 800;

const form = document.querySelector("form[data-reading]");
if (form) read(form, document.querySelector('[role="feed"]'));

for (const list of document.querySelectorAll("[data-unread]")) mark(list);

function read(page, feed) {
  let seen = 0;
  let said = 0;
  let waiting = 0;
  let stopped = false;
  const observer = new IntersectionObserver(look);

  page.hidden = true; // its button is for pages without scripts
  watch();
  feed.addEventListener("live:applied", watch);
  document.addEventListener("visibilitychange", () => (document.hidden ? say() : watch()));
  setInterval(() => document.hidden || say(true), BEAT_MS);

  // The end of a message: what is taller than the window is not read when its head appears.
  function watch() {
    observer.disconnect();
    for (const post of feed.querySelectorAll(":scope > [aria-posinset]")) observer.observe(post.lastElementChild.lastElementChild ?? post);
  }

  function look(entries) {
    if (document.hidden) return;
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) seen = Math.max(seen, Number(target.closest("[aria-posinset]").getAttribute("aria-posinset")));
    }
    if (seen > said) waiting ||= setTimeout(say, SEEN_MS);
  }

  async function say(again = false) {
    clearTimeout(waiting);
    waiting = 0;
    if (stopped || (seen <= said && again !== true)) return;
    const number = seen;
    const body = new FormData(page);
    body.set("number", number);
    try {
      const answer = await fetch(page.action, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
      if (answer.ok) said = Math.max(said, number);
      else stopped = answer.status !== 429 && answer.status < 500; // signed out, or the room is closed to them
    } catch {
      // offline: the next message seen, or the next minute, says it again
    }
  }
}

function mark(list) {
  const changed = new Set();
  let waiting = 0;
  list.addEventListener("live:applied", ({ detail }) => {
    for (const { id } of detail.events) changed.add(id);
    waiting ||= setTimeout(ask, LINES_MS);
  });

  async function ask() {
    waiting = 0;
    const query = new URLSearchParams([...changed].map((id) => ["topic", id]));
    changed.clear();
    try {
      const answer = await fetch(`${list.dataset.unread}?${query}`);
      if (answer.ok) for (const [id, html] of Object.entries(await answer.json())) put(id, html);
    } catch {
      // the next change asks again
    }
  }

  function put(id, html) {
    const line = list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    line?.querySelector(".to-read")?.remove();
    line?.insertAdjacentHTML("beforeend", html);
  }
}
