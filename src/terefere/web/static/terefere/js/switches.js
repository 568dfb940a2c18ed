import { PartOfPage } from "terefere/part-of-page.js";
import { part } from "terefere/dom.js";

/** The switches of a person's own notifications; the same wherever they stand. */
class Switches extends PartOfPage {
  actions = { sound: () => this.notify.switchSound(), notices: () => this.notify.switchNotices() };

  joined() {
    this.notify.addEventListener("change", () => this.render());
  }

  render() {
    part(this, "sound").setAttribute("aria-checked", String(this.notify.hasSound));
    part(this, "notices").setAttribute("aria-checked", String(this.notify.hasNotices));
  }
}

customElements.define("terefere-switches", Switches);
