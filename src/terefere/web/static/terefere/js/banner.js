import { part, setText, show } from "terefere/dom.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { gettext } from "terefere/words.js";

const UNNOTICED_MILLISECONDS = 1_200;

/** Says that the connection is lost; a short break, as at a restart of the server, goes by unsaid. */
class Banner extends PartOfPage {
  #timer = null;
  #goodbye = "";
  actions = { reload: () => location.reload() };

  joined() {
    this.client.connection.addEventListener("frame", ({ detail }) => {
      this.#goodbye = detail.type === "bye" && detail.after < 0 ? detail.message : this.#goodbye;
    });
  }

  render() {
    const { state } = this.client.connection;
    clearTimeout(this.#timer);
    if (state === "lost") {
      this.#timer = setTimeout(() => this.#say(lost()), this.hidden ? UNNOTICED_MILLISECONDS : 0);
    } else {
      this.#say(state === "stopped" ? this.#goodbye || gettext("Please reload the page.") : "");
    }
  }

  #say(text) {
    setText(part(this, "text"), text);
    show(part(this, "reload"), this.client.connection.state === "stopped");
    show(this, Boolean(text));
  }
}

function lost() {
  return gettext("Connection lost. Trying again… Your messages are kept.");
}

customElements.define("terefere-banner", Banner);
