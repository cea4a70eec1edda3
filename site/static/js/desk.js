// The desk of a meeting: figures that follow, and one box that ticks all.
const EVERY = 10_000;

let shown = "";
const figures = document.querySelector("[data-figures]");

async function refresh() {
  if (document.hidden || figures.contains(document.activeElement)) return;
  const answer = await fetch(figures.dataset.figures, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  const said = html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
  if (said === shown) return;
  shown = said;
  figures.innerHTML = html;
}

if (figures) setInterval(refresh, EVERY);

const all = document.querySelector("[data-tick-all]");
if (all) {
  const boxes = [...document.querySelectorAll("[data-desk] input[name=r]")];
  all.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
}
