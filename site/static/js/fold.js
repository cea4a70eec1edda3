// <details data-fold="60rem" open>: closed at first on screens narrower than that, open everywhere without script.
for (const details of document.querySelectorAll("details[data-fold]")) {
  if (matchMedia(`(width < ${details.dataset.fold})`).matches) details.open = false;
}
