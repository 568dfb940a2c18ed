/**
 * A button that shows and hides a box: a menu, the request list. Escape, a click elsewhere and leaving it close it.
 */
export class Disclosure {
  constructor(button, box, { whenOpened = () => {} } = {}) {
    Object.assign(this, { button, box, whenOpened });
    button.addEventListener("click", () => this.toggle());
    box.parentElement.addEventListener("keydown", (event) => this.#onKey(event));
    box.parentElement.addEventListener("focusout", (event) => this.#onLeaving(event));
    document.addEventListener("pointerdown", (event) => this.#contains(event.target) || this.close());
  }

  get isOpen() {
    return !this.box.hidden;
  }

  toggle() {
    return this.isOpen ? this.close() : this.open();
  }

  open() {
    this.#set(true);
    this.whenOpened();
  }

  close() {
    this.#set(false);
  }

  #set(isOpen) {
    this.box.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  #onKey(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.close();
      this.button.focus();
    }
  }

  #onLeaving(event) {
    if (event.relatedTarget && !this.#contains(event.relatedTarget)) {
      this.close();
    }
  }

  #contains(element) {
    return this.box.contains(element) || this.button.contains(element);
  }
}
