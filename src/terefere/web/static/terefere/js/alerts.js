import { copyOf, part, write } from "terefere/dom.js";

const SHOWN_MILLISECONDS = 12_000;

/** Says something important once, in the corner of the page; screen readers say it at once. */
export function alertPerson(text) {
  const box = copyOf("terefere-alert-box");
  write(box, { text });
  part(box, "dismiss").addEventListener("click", () => box.remove());
  document.getElementById("terefere-alerts").append(box);
  setTimeout(() => box.remove(), SHOWN_MILLISECONDS);
}
