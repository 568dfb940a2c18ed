import { copyOf, match, part, setText, write } from "terefere/dom.js";
import { gettext } from "terefere/words.js";

/** The channels a requester may choose from; those where nobody is available can be seen, but not chosen. */
class ChannelChoice extends HTMLElement {
  draw(channels) {
    const rows = channels.map((channel) => ({ key: String(channel.id), ...channel }));
    match(this, rows, () => copyOf("terefere-channel"), fillRow);
    const radios = [...this.querySelectorAll("input")];
    if (!radios.some((radio) => radio.checked && !radio.disabled)) {
      radios.filter((radio) => !radio.disabled).slice(0, 1).forEach((radio) => (radio.checked = true));
    }
  }

  /** The number of the chosen channel; the only one if there is no choice. */
  chosen(channels) {
    const checked = this.querySelector("input:checked:not(:disabled)");
    return checked ? Number(checked.value) : channels[0]?.id;
  }
}

function fillRow(element, { id, name, available }) {
  const radio = part(element, "radio");
  radio.value = id;
  radio.disabled = !available;
  write(element, { name });
  part(element, "dot").dataset.availability = available ? "available" : "unavailable";
  setText(part(element, "word"), available ? gettext("available") : gettext("nobody available"));
}

customElements.define("terefere-channel-choice", ChannelChoice);
