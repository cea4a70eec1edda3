// Questions that depend on an answer of the same page show when they are asked; ranks are given once each.

export function startFolding(form) {
  const fold = () => form.querySelectorAll("[data-if]").forEach((question) => show(form, question));
  form.querySelectorAll("[data-if-words]").forEach((words) => (words.hidden = true)); // said by showing and hiding
  form.addEventListener("change", fold);
  form.addEventListener("change", ({ target }) => target.closest?.("[data-ranking]") && giveOnce(target));
  fold();
}

function show(form, question) {
  const wanted = question.dataset.ifCodes.split(" ");
  const asking = form.querySelectorAll(`[name="${CSS.escape(question.dataset.if)}"]:checked`);
  const parent = form.querySelector(`[name="${CSS.escape(question.dataset.if)}"]`)?.closest("[data-if]");
  question.hidden = parent?.hidden || ![...asking].some(({ value }) => wanted.includes(value));
}

// The rank that another choice had goes to it: two choices never have the same.
function giveOnce(select) {
  const others = [...select.closest("[data-ranking]").querySelectorAll("select")].filter((each) => each !== select);
  const same = others.find((each) => each.value && each.value === select.value);
  if (!same) return;
  const taken = new Set([select, ...others.filter((each) => each !== same)].map(({ value }) => value));
  same.value = [...same.options].map(({ value }) => value).find((value) => value && !taken.has(value)) ?? "";
}
