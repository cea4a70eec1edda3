// Questions that hang on another answer, on how one attends or on whom one represents: shown when they are asked.
// The server decides by the same rule; without this module every question stands there with its « only if ».
const form = document.querySelector("[data-questions]")?.closest("form");

const questions = () => [...form.querySelectorAll("[data-questions] > *")];
const chosen = (name) =>
  [...form.querySelectorAll(`[name="${name}"]`)].filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked);
const holder = (name) => form.querySelector(`[name="${name}"]`)?.closest("[data-questions] > *");

function answered(name, value) {
  const values = chosen(name).map((control) => control.value);
  if (value) return values.includes(value);
  return values.concat(chosen(`${name}_details`).map((control) => control.value)).some((given) => given.trim() !== "");
}

function isAsked(question, above = new Set()) {
  const { ifField, ifValue, ifMode, ifVoice } = question.dataset;
  if (ifMode && !answered("mode", ifMode)) return false;
  if (ifVoice && !ifVoice.split(" ").some((voice) => answered("voice", voice))) return false;
  if (!ifField) return true;
  const parent = holder(ifField);
  if (!parent || above.has(parent)) return false;
  return answered(ifField, ifValue) && isAsked(parent, above.add(question));
}

function show() {
  for (const question of questions()) question.hidden = !isAsked(question);
}

if (form) {
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
