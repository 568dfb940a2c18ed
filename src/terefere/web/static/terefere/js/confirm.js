import { part, write } from "terefere/dom.js";

let answer = () => {};

/** Asks before something that cannot be undone. Resolves to whether the person wants it. */
export function confirmed({ title, text, yes }) {
  const dialog = document.getElementById("terefere-confirm");
  answer(false);
  write(dialog, { title, text, yes });
  dialog.returnValue = "";
  dialog.onclose = () => closed(dialog);
  dialog.showModal();
  part(dialog, "yes").focus();
  return new Promise((resolve) => (answer = resolve));
}

/** The browser tells it late: by then, the next question may stand there already. */
function closed(dialog) {
  if (!dialog.open) {
    answer(dialog.returnValue === "yes");
  }
}
