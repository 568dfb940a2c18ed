import { part, setText, show } from "terefere/dom.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { unreadInAll } from "terefere/about.js";
import { fill, gettext, ngettext } from "terefere/words.js";

const PAGES = ["list", "new", "chat"];

/** The round button, and the panel it opens: the list, a new conversation, or one conversation. */
class Bubble extends PartOfPage {
  actions = {
    toggle: () => (this.view.isOpen ? this.view.minimise() : this.#open()),
    minimise: () => this.view.minimise(),
  };

  joined() {
    this.#drawPanel();
    this.view.addEventListener("change", () => this.#turned());
    this.addEventListener("keydown", (event) => this.#onKey(event));
    this.client.addEventListener("settled", ({ detail }) => this.#settled(detail));
  }

  render() {
    const unread = unreadInAll(this.client.state);
    show(part(this, "all-unread"), unread > 0);
    setText(part(this, "all-unread"), unread);
    part(this, "bubble").setAttribute("aria-label", label(unread));
  }

  #open() {
    const hasConversations = this.client.state.open.length + this.client.state.ended.length > 0;
    const startsAtOnce = this.view.page === "list" && !hasConversations && this.setup.mayStart;
    return startsAtOnce ? this.view.start() : this.view.restore();
  }

  #drawPanel() {
    show(part(this, "panel"), this.view.isOpen);
    part(this, "bubble").setAttribute("aria-expanded", String(this.view.isOpen));
    PAGES.filter((page) => part(this, page)).forEach((page) => show(part(this, page), this.view.page === page));
  }

  #turned() {
    const wasOpen = !part(this, "panel").hidden;
    this.#drawPanel();
    if (this.view.isOpen) {
      part(this, this.view.page).takeFocus();
    } else if (wasOpen) {
      part(this, "bubble").focus();
    }
  }

  #onKey(event) {
    if (event.key === "Escape" && this.view.isOpen) {
      this.view.minimise();
    }
  }

  /** A chat that this page has just asked for, or accepted, comes into view. */
  #settled({ item, stream, refusal }) {
    const isWanted = item.frame.type === "start-chat" || item.frame.type === "accept-request";
    if (isWanted && !refusal && this.asked.delete(item.id)) {
      this.view.talk(item.frame.chat ?? Number(stream.split(":")[1]));
    }
  }
}

function label(unread) {
  return unread
    ? fill(ngettext("Conversations, %(count)s unread", "Conversations, %(count)s unread", unread), { count: unread })
    : gettext("Conversations");
}

customElements.define("terefere-bubble", Bubble);
