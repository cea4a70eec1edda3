// Messages that arrive live are the same for everyone: adds the links that only this reader has.
document.addEventListener("live:applied", ({ target, detail }) => {
  if (!target.dataset.me) return;
  const found = detail.events.map(({ id }) => target.querySelector(`[data-id="${CSS.escape(id)}"]`));
  for (const post of new Set(found)) if (post) equip(post, target.dataset);
});

function equip(post, { me, edit, remove }) {
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
