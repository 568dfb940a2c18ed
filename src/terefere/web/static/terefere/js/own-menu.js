import { Disclosure } from "terefere/disclosure.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { part } from "terefere/dom.js";

/** What belongs to the signed-in person: language, notifications, signing out. */
class OwnMenu extends PartOfPage {
  joined() {
    this.disclosure = new Disclosure(part(this, "button"), part(this, "box"));
  }
}

customElements.define("terefere-own-menu", OwnMenu);
