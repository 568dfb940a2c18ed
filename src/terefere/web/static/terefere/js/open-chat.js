import { PartOfPage } from "terefere/part-of-page.js";

/** The invitation on the page itself: the same as the bubble, in words. */
class OpenChat extends PartOfPage {
  actions = { open: () => this.#open() };

  #open() {
    const hasConversations = this.client.state.open.length > 0;
    return hasConversations || !this.setup.mayStart ? this.view.list() : this.view.start();
  }
}

customElements.define("terefere-open-chat", OpenChat);
