// The hours of a meeting on the reader's own clocks, where the page does not show them already.
const DAY = 86400000;

function shown(moment, zone, options) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone,
    numberingSystem: "latn",
    ...options,
  }).format(moment);
}

function clock(moment, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return parts.format(moment).replace(/^0(?=\d:)/, "");
}

function wall(moment, zone) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(moment);
}

for (const place of document.querySelectorAll("[data-local-time]")) {
  const [start, end] = [new Date(place.dataset.start), new Date(place.dataset.end)];
  const zones = place.dataset.zones.split(" ");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || zones.some((zone) => wall(start, zone) === wall(start, own))) continue;
  const sameDay = wall(start, own).slice(0, 10) === wall(start, zones[0]).slice(0, 10) && end - start < DAY;
  const day = sameDay ? "" : `${shown(start, own, { day: "numeric", month: "long" })} `;
  place.textContent = ` · ${place.dataset.words.replace("{hours}", `${day}${clock(start, own)}–${clock(end, own)}`)}`;
  place.hidden = false;
}
