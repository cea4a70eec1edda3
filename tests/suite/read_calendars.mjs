// Reads the calendars of a folder with ical.js and compares them with facts.json there: a reader that is not ours.
// node read_calendars.mjs <ical.js> <folder>
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [library, folder] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library));
const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8"));
const wrong = [];

// The instant of a time, by the rules enclosed in its own file.
function instant(time) {
  return time.convertToZone(ICAL.Timezone.utcTimezone).toICALString().replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
}

function same(file, what, found, told) {
  if (JSON.stringify(found) !== JSON.stringify(told)) wrong.push(`${file}: ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(told)}`);
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".ics"))) {
  const told = facts[file.slice(0, -4)];
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), "utf8")));
  same(file, "METHOD", calendar.getFirstPropertyValue("method"), told.method);
  const events = calendar.getAllSubcomponents("vevent");
  same(file, "the number of events", events.length, told.events.length);
  events.forEach((component, place) => {
    const event = new ICAL.Event(component);
    const fact = told.events[place];
    same(file, "UID", event.uid, fact.uid);
    same(file, "SEQUENCE", event.sequence, fact.sequence);
    same(file, "the start", instant(event.startDate), fact.start);
    same(file, "the end", instant(event.endDate), fact.end);
    same(file, "the number of attendees", event.attendees.length, told.attendees);
    if (!fact.titles.some((title) => event.summary.endsWith(title))) wrong.push(`${file}: the title is ${event.summary}`);
    for (const time of [event.startDate, event.endDate]) {
      if (time.zone !== ICAL.Timezone.utcTimezone) same(file, "the zone", time.zone.tzid, fact.zone);
    }
  });
}

if (wrong.length) console.error(wrong.join("\n"));
console.log(`${Object.keys(facts).length} calendars read with ical.js`);
process.exit(wrong.length ? 1 : 0);
