// Reads a feed from standard input with ical.js, whose file is the first argument, and prints its events as JSON; between
// the days of the other two arguments those that recur are spelled out.
import { readFileSync } from "node:fs";

const { default: ICAL } = await import(process.argv[2]);
const [first, last] = process.argv.slice(3).map((day) => ICAL.Time.fromDateString(day));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const events = [];
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const told = (time, end) => ({
    uid: event.uid,
    summary: event.summary,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    starts: time.toString(),
    starts_utc: time.toJSDate().toISOString(),
    ends_utc: end.toJSDate().toISOString(),
  });
  if (!event.isRecurring()) {
    events.push(told(event.startDate, event.endDate));
    continue;
  }
  const days = event.iterator();
  for (let day = days.next(); day && day.compare(last) <= 0; day = days.next()) {
    if (day.compare(first) >= 0) events.push(told(day, event.getOccurrenceDetails(day).endDate));
  }
}
console.log(JSON.stringify(events));
