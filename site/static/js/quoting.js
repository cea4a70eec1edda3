// « Citer » puts someone's words into the composer: those that are selected in the message, or all of them, with whose
// they are and where they stand. Without a composer on the page the link leads to one.
const MOST = 1000; // characters of a message of which nothing was chosen

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quote]");
  const source = document.querySelector("[data-composer] textarea[name=source]");
  if (!link || !source || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  insert(source, quotation(link.closest("[data-id]")));
});

function quotation(post) {
  const body = post.querySelector(".post__body");
  const lines = (chosenIn(body) || ownWords(body)).split("\n").map((line) => `> ${line}`.trimEnd());
  // the address is in the language of the words, so that they are read and pronounced in it
  const path = post.dataset.path.replace(/^\/[a-z]{2}\//, `/${body.lang}/`);
  return `> [${plain(post.dataset.label)}, ${post.getAttribute("aria-posinset")}](${path})\n>\n${lines.join("\n")}\n\n`;
}

function chosenIn(body) {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.rangeCount || !body.contains(chosen.getRangeAt(0).commonAncestorContainer)) return "";
  return plain(chosen.toString().trim());
}

// What others said and this message quotes is left out, unless it says nothing else.
function ownWords(body) {
  const copy = body.cloneNode(true);
  for (const quoted of copy.querySelectorAll("blockquote")) quoted.remove();
  const said = [...copy.children].map((block) => block.textContent.trim()).filter(Boolean).join("\n\n") || body.textContent.trim();
  return plain(said.length > MOST ? `${said.slice(0, MOST).replace(/\s+\S*$/, "")} …` : said);
}

function plain(text) {
  return text.replace(/[\\`*_[\]<>~|]/g, "\\$&");
}

function insert(source, text) {
  const before = source.value.slice(0, source.selectionEnd).trimEnd();
  const after = source.value.slice(source.selectionEnd);
  const start = before ? `${before}\n\n` : "";
  source.value = start + text + after.trimStart();
  source.focus();
  source.setSelectionRange(start.length + text.length, start.length + text.length);
  source.dispatchEvent(new Event("input", { bubbles: true }));
}
