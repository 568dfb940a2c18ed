import { forget, keep, recall } from "terefere/kept.js";

/** What somebody has typed and not yet sent. `place` is a chat's number, or `new`. */
export class Drafts {
  constructor(person) {
    this.person = person;
  }

  of(place) {
    return recall(this.#name(place), "");
  }

  keep(place, text) {
    if (text) {
      keep(this.#name(place), text);
    } else {
      forget(this.#name(place));
    }
  }

  #name(place) {
    return `draft.${this.person}.${place}`;
  }
}
