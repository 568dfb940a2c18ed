import { part, setText, show } from "terefere/dom.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { fill, ngettext } from "terefere/words.js";

const WARN_BEFORE_CHARACTERS = 200;
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** Where one writes. Fires `said` (detail: the text), `typing`, and `typed` (detail: the draft). */
class Composer extends PartOfPage {
  joined() {
    this.field = part(this, "field");
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    part(this, "form").addEventListener("submit", (event) => this.#submit(event));
  }

  get text() {
    return this.field.value;
  }

  set text(text) {
    if (this.field.value !== text) {
      this.field.value = text;
      this.#measure();
    }
  }

  takeFocus() {
    this.field.focus();
  }

  #typed() {
    this.#measure();
    this.dispatchEvent(new CustomEvent("typed", { detail: this.text }));
  }

  /** Enter that ends the choice of an input method's word is not Enter. */
  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      this.#submit(event);
    }
  }

  #submit(event) {
    event.preventDefault();
    const { text } = this;
    if (text.trim() && this.#spare() >= 0) {
      this.text = "";
      this.dispatchEvent(new CustomEvent("typed", { detail: "" }));
      this.dispatchEvent(new CustomEvent("said", { detail: text }));
    }
  }

  #measure() {
    const spare = this.#spare();
    setText(part(this, "limit"), limitText(spare));
    show(part(this, "limit"), spare < WARN_BEFORE_CHARACTERS);
    part(this, "limit").classList.toggle("exceeded", spare < 0);
    this.field.setAttribute("aria-invalid", String(spare < 0));
    part(this, "send").disabled = spare < 0;
    this.#grow();
  }

  /** How many characters, as the server counts them, still have room. */
  #spare() {
    return this.client.state.longestMessage - [...this.text].length;
  }

  #grow() {
    if (!GROWS_BY_ITSELF) {
      this.field.style.blockSize = "auto";
      this.field.style.blockSize = `${this.field.scrollHeight + 2}px`;
    }
  }
}

function limitText(spare) {
  return spare < 0
    ? fill(ngettext("%(count)s character too many", "%(count)s characters too many", -spare), { count: -spare })
    : fill(ngettext("%(count)s character left", "%(count)s characters left", spare), { count: spare });
}

customElements.define("terefere-composer", Composer);
