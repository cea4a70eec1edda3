// <form data-letter-preview="url">: what is typed is shown as the letter that it makes, in each language, a moment later.
// Without script the form's own button shows it. A frame is replaced rather than filled again, so that no history grows.
const WAIT = 400;

for (const form of document.querySelectorAll("form[data-letter-preview]")) {
  let timer = 0;
  let asked = 0;

  const show = ({ languages, errors }) => {
    for (const [language, seen] of Object.entries(languages)) {
      const frame = form.querySelector(`[data-letter-html="${language}"]`);
      const fresh = frame.cloneNode();
      fresh.srcdoc = seen.html;
      frame.replaceWith(fresh);
      form.querySelector(`[data-letter-text="${language}"]`).textContent = seen.text;
    }
    for (const told of form.querySelectorAll("[data-letter-errors]")) {
      const found = Object.entries(errors).filter(([name]) => name.endsWith(`_${told.dataset.letterErrors}`));
      told.textContent = found.flatMap(([, sentences]) => sentences).join(" ");
      told.hidden = !found.length;
    }
  };

  const ask = async () => {
    const turn = (asked += 1);
    const response = await fetch(form.dataset.letterPreview, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (response?.ok && turn === asked) show(await response.json());
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}
