// Messages that arrive live are the same for everyone: adds the links that only this reader has.
document.addEventListener("live:applied", ({ target, detail }) => {
  if (!target.dataset.me) return;
  const found = detail.events.map(({ id }) => target.querySelector(`[data-id="${CSS.escape(id)}"]`));
  for (const post of new Set(found)) if (post) equip(post, target.dataset);
});

// Nobody flags their own message.
for (const feed of document.querySelectorAll("[data-me]")) {
  for (const post of feed.querySelectorAll(`[data-author="${CSS.escape(feed.dataset.me)}"]`)) withoutFlag(post);
}

function withoutFlag(post) {
  post.querySelector("[data-flag]")?.remove();
}

function equip(post, { me, edit, remove, decision }) {
  const gone = post.querySelector("[data-removed]");
  if (gone && decision && post.dataset.author === me) lead(gone, decision, `${post.dataset.path}decision/`);
  if (post.dataset.author === me) withoutFlag(post);
  const row = post.querySelector(".post__act");
  if (!row) return;
  if (edit && post.dataset.author === me) add(row, edit, `${post.dataset.path}edit/`);
  if (remove) add(row, remove, `${post.dataset.path}remove/`);
}

function add(row, label, href) {
  const link = document.createElement("a");
  link.className = "btn btn--quiet btn--s";
  link.href = href;
  link.textContent = label;
  row.append(link);
}

// From a message that is no more to the decision about it, for who wrote it.
function lead(gone, label, href) {
  const line = document.createElement("p");
  line.append(Object.assign(document.createElement("a"), { href, textContent: label }));
  gone.append(line);
}
