import { copyOf, match, part, setText, write } from "terefere/dom.js";
import { gettext } from "terefere/words.js";

/**
 * The channels a requester may choose from; those where nobody is available can be seen, but not chosen.
 *
 * What is chosen stays chosen, also when it is not available any more: nobody's words may go to another channel than
 * the one that stood there while they wrote.
 */
class ChannelChoice extends HTMLElement {
  draw(channels) {
    const rows = channels.map((channel) => ({ key: String(channel.id), ...channel }));
    match(this, rows, () => copyOf("terefere-channel"), fillRow);
    const radios = [...this.querySelectorAll("input")];
    if (!radios.some((radio) => radio.checked)) {
      radios.filter((radio) => !radio.disabled).slice(0, 1).forEach((radio) => (radio.checked = true));
    }
  }

  /** The number of the chosen channel; undefined where none is offered. */
  get chosen() {
    const checked = this.querySelector("input:checked");
    return checked ? Number(checked.value) : undefined;
  }
}

function fillRow(element, { id, name, available }) {
  const radio = part(element, "radio");
  radio.value = id;
  radio.disabled = !available && !radio.checked;
  write(element, { name });
  part(element, "dot").dataset.availability = available ? "available" : "unavailable";
  setText(part(element, "word"), available ? gettext("available") : gettext("nobody available"));
}

customElements.define("terefere-channel-choice", ChannelChoice);
