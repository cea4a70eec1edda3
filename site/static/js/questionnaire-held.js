// Before sending: pages whose answers this device alone has are named; throwing a draft away takes those too.
import { store } from "./composer-draft.js";

const notice = document.querySelector("[data-held-back]");
if (notice) {
  const slots = `rives-answers:${notice.dataset.user}:${notice.dataset.ask}:`;
  const held = () => store(() => Object.keys(localStorage).filter((slot) => slot.startsWith(slots))) ?? [];
  const found = new Set(held().map((slot) => slot.slice(slots.length)));
  for (const link of notice.querySelectorAll("[data-held-page]")) {
    link.hidden = !found.has(link.dataset.heldPage);
    if (!link.hidden) notice.hidden = false;
  }
  document.querySelector("[data-discard]")?.addEventListener("submit", () => {
    for (const slot of held()) store(() => localStorage.removeItem(slot));
  });
}
