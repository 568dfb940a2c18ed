/** Moments and lengths of time as people of the page's language write them, in the zone of their device. */

import { fill, gettext, language } from "terefere/words.js";

const DAY_MILLISECONDS = 86_400_000;
const formats = new Map();

export function timeOfDay(milliseconds) {
  return format({ hour: "2-digit", minute: "2-digit" }).format(milliseconds);
}

/** Date, time and zone: nothing is left to guess. */
export function fullMoment(milliseconds) {
  return format({
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(milliseconds);
}

export function dayName(milliseconds, now) {
  if (isSameDay(milliseconds, now)) {
    return gettext("today");
  }
  if (isSameDay(milliseconds, now - DAY_MILLISECONDS)) {
    return gettext("yesterday");
  }
  return format({ year: "numeric", month: "long", day: "numeric" }).format(milliseconds);
}

/** The time today, the date on other days. */
export function shortMoment(milliseconds, now) {
  return isSameDay(milliseconds, now)
    ? timeOfDay(milliseconds)
    : format({ year: "numeric", month: "short", day: "numeric" }).format(milliseconds);
}

export function isSameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** A running time, such as 0:42 or 1:02:03. */
export function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** How long something took, in words. */
export function lengthOf(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) {
    return gettext("under a minute");
  }
  return minutes < 60
    ? fill(gettext("%(minutes)s min"), { minutes })
    : fill(gettext("%(hours)s h %(minutes)s min"), { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(language(), options));
  }
  return formats.get(key);
}
