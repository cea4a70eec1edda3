// Keys 1, 2 and 3 answer the statement, unless someone is typing or using a modifier.
const form = document.querySelector("[data-vote]");

addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio]), textarea, select");
  if (!form || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const button = form.querySelectorAll("button[name=value]")[["1", "2", "3"].indexOf(event.key)];
  if (button) button.click();
});
