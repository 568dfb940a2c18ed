import { gettext } from "terefere/words.js";

const WORDS = {
  available: () => gettext("on line"),
  offline: () => gettext("not on line"),
  waiting: () => gettext("waiting"),
  unavailable: () => gettext("not available"),
  none: () => "",
};

/** The circle of a person or channel: its colour and shape, and its word for those who see neither. */
export function drawAvailability(dot, availability) {
  if (dot.dataset.availability !== availability) {
    dot.dataset.availability = availability;
    dot.title = WORDS[availability]();
    dot.setAttribute("role", "img");
    dot.setAttribute("aria-label", dot.title);
  }
}
