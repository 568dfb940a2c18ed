import { part, write } from "terefere/dom.js";

/** Asks before something that cannot be undone. Resolves to whether the person wants it. */
export function confirmed({ title, text, yes }) {
  const dialog = document.getElementById("terefere-confirm");
  write(dialog, { title, text, yes });
  dialog.returnValue = "";
  dialog.showModal();
  part(dialog, "yes").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
