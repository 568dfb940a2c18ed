import { part, setText, show } from "terefere/dom.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { endText } from "terefere/wording.js";

/** What a requester can do with a chat that is over for them. */
class AfterChat extends PartOfPage {
  actions = {
    return: () => this.client.comeBack(this.view.chat),
    start: () => this.view.start(),
  };

  draw(chat) {
    setText(part(this, "text"), endText(chat, this.texts));
    show(part(this, "return"), chat.may.includes("return"));
    show(part(this, "download"), chat.may.includes("download"));
    show(part(this, "start"), this.setup.mayStart);
  }
}

customElements.define("terefere-after-chat", AfterChat);
