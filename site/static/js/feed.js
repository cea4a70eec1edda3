// How a feed of messages is read: Page Up and Page Down lead from one to the next, Ctrl + Home and Ctrl + End to what
// stands before and after them all, and what arrives below the window is told by a button. Nothing scrolls and no focus
// moves by itself.

const STOPS = "a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary";

for (const feed of document.querySelectorAll("[role=feed]")) {
  feed.addEventListener("keydown", (event) => step(feed, event));
  const more = document.querySelector(`[data-feed-new="${feed.dataset.stream}"]`);
  if (more) follow(feed, more);
}

// The keys of the ARIA feed pattern, from a message that has the focus.
function step(feed, event) {
  const here = event.target.closest("[role=article]");
  if (!here || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    leave(feed, event);
    return;
  }
  const by = { PageDown: 1, PageUp: -1 }[event.key];
  if (!by) return;
  const articles = [...feed.querySelectorAll("[role=article]")];
  const next = articles[articles.indexOf(here) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function leave(feed, event) {
  const side = { End: Node.DOCUMENT_POSITION_FOLLOWING, Home: Node.DOCUMENT_POSITION_PRECEDING }[event.key];
  if (!side) return;
  const stops = [...document.querySelectorAll(STOPS)].filter((stop) => !feed.contains(stop) && stop.checkVisibility());
  const there = stops.filter((stop) => feed.compareDocumentPosition(stop) & side).at(event.key === "End" ? 0 : -1);
  if (!there) return;
  event.preventDefault();
  there.focus();
}

function follow(feed, more) {
  const waiting = new Set();
  let last = highest(feed);
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) forget(target);
    tell();
  });
  function forget(article) {
    waiting.delete(article);
    seen.unobserve(article);
  }
  function tell() {
    const here = [...waiting].filter((article) => article.isConnected);
    more.hidden = here.length === 0;
    if (here.length) more.textContent = (here.length === 1 ? more.dataset.one : more.dataset.many).replace("{count}", here.length);
  }
  feed.addEventListener("live:applied", () => {
    for (const article of feed.querySelectorAll("[role=article]")) {
      if (number(article) <= last) continue;
      const isOwn = feed.dataset.me && article.dataset.author === feed.dataset.me; // whichever came first, line or answer
      if (!isOwn && article.getBoundingClientRect().top >= innerHeight) {
        waiting.add(article);
        seen.observe(article);
      }
    }
    last = highest(feed);
    tell();
  });
  more.addEventListener("click", () => {
    const first = [...waiting].find((article) => article.isConnected);
    for (const article of [...waiting]) forget(article);
    tell();
    first?.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first?.scrollIntoView({ block: "start", behavior: calm ? "instant" : "smooth" });
  });
}

function number(article) {
  return Number(article.getAttribute("aria-posinset"));
}

function highest(feed) {
  return Math.max(0, ...[...feed.querySelectorAll("[role=article]")].map(number));
}
