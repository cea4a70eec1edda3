// <div data-countdown="when" data-now="the server's clock">: says how long it takes until then, and shows what comes after.
// Words are those of the reader's language; a screen reader hears ten, five, two and one minute, and the end.
const TOLD = new Set([10, 5, 2, 1]);
const language = document.documentElement.lang || "fr";
const locale = `${language}-u-nu-latn`;

const unit = (number, name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(number);

// The two largest units, the last minute begun counted whole: the same words as the server's.
function inWords(minutes) {
  const counted = [[Math.floor(minutes / 1440), "day"], [Math.floor(minutes / 60) % 24, "hour"], [minutes % 60, "minute"]];
  const largest = counted.findIndex(([number]) => number > 0);
  const words = counted.slice(largest, largest + 2).filter(([number]) => number > 0);
  return new Intl.ListFormat(locale).format(words.map(([number, name]) => unit(number, name)));
}

for (const element of document.querySelectorAll("[data-countdown]")) {
  const ahead = new Date(element.dataset.now) - Date.now(); // this machine's clock may be wrong
  const end = new Date(element.dataset.countdown) - ahead;
  const part = (name) => element.querySelector(`[data-countdown-${name}]`);
  let shown = NaN;

  const show = () => {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    if (minutes <= 0) {
      part("before").hidden = true;
      part("after").hidden = false;
      part("said").textContent = part("after").querySelector("p").textContent;
      return;
    }
    if (minutes !== shown) {
      shown = minutes;
      part("left").textContent = inWords(minutes);
      if (TOLD.has(minutes)) part("said").textContent = part("before").querySelector("p").textContent;
    }
    setTimeout(show, Math.min((end - Date.now()) % 60000 || 60000, 60000) + 50);
  };
  show();
}
