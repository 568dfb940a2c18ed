import { keep, recall } from "terefere/kept.js";

const PAGES = ["list", "new", "chat"];

/** What the bubble shows: nothing, the list, a new conversation, or one chat. Survives navigation and reload. */
export class View extends EventTarget {
  #name;

  constructor(audience) {
    super();
    this.#name = `view.${audience}`;
    Object.assign(this, { isOpen: false, page: "list", chat: null }, recall(this.#name));
    this.page = PAGES.includes(this.page) ? this.page : "list";
  }

  list() {
    this.#go({ isOpen: true, page: "list", chat: null });
  }

  start() {
    this.#go({ isOpen: true, page: "new", chat: null });
  }

  talk(chat) {
    this.#go({ isOpen: true, page: "chat", chat });
  }

  minimise() {
    this.#go({ isOpen: false });
  }

  restore() {
    this.#go({ isOpen: true });
  }

  #go(changes) {
    Object.assign(this, changes);
    keep(this.#name, { isOpen: this.isOpen, page: this.page, chat: this.chat });
    this.dispatchEvent(new Event("change"));
  }
}
