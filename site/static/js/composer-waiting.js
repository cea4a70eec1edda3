// What a moderator reads before it is published, as the server has it: looked at anew when a message was kept for them,
// and when one of one's own arrives while some still wait. Until then what was said of the message stays in sight.

export function showWaiting(stream, { seen }) {
  const place = document.querySelector("[data-read-first]");
  let turn = 0;
  if (place) document.addEventListener("live:applied", arrived);
  return { look };

  function arrived({ target, detail }) {
    if (detail.stream !== stream || !place.childElementCount) return;
    const isMine = ({ id }) => target.querySelector(`[data-id="${CSS.escape(id)}"]`)?.dataset.author === target.dataset.me;
    if (detail.events.some(isMine)) look();
  }

  async function look() {
    if (!place) return;
    const mine = ++turn;
    const fresh = await partNow("[data-read-first]");
    if (!fresh || mine !== turn) return;
    place.replaceChildren(...fresh.childNodes);
    seen();
  }
}

// A part of this page as the server has it now; null where it cannot be had.
export async function partNow(selector) {
  try {
    const page = await fetch(location.pathname + location.search, { cache: "no-store" });
    return page.ok ? new DOMParser().parseFromString(await page.text(), "text/html").querySelector(selector) : null;
  } catch {
    return null; // the network is away
  }
}
