import { part, setText, show } from "terefere/dom.js";
import { fetchChannels, introduce } from "terefere/visitor.js";
import { Drafts } from "terefere/drafts.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { gettext } from "terefere/words.js";

const ASK_AGAIN_MILLISECONDS = 4_000;

/** Where a requester begins: a name if we know none, a channel if there are several, and the first message. */
class NewConversation extends PartOfPage {
  #drafts = new Drafts("self");
  #fetched = null;
  #isIntroducing = false;

  actions = { back: () => this.view.list(), minimise: () => this.view.minimise() };

  joined() {
    [this.form, this.field, this.name, this.choice] = ["form", "field", "visitor-name", "channels"].map((one) => part(this, one));
    this.#recall(this.field, "new");
    this.#recall(this.name, "name");
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.client.addEventListener("settled", ({ detail }) => this.#settled(detail));
    this.view.addEventListener("change", () => this.#askForChannels());
    setInterval(() => this.#askForChannels(), ASK_AGAIN_MILLISECONDS);
    this.#askForChannels();
  }

  render() {
    const channels = this.#channels ?? [];
    const isAnybodyThere = channels.length === 0 || channels.some(({ available }) => available);
    show(part(this, "who"), !this.#isKnown);
    show(part(this, "where"), channels.length > 1);
    this.choice.draw(channels);
    setText(part(this, "nobody"), isAnybodyThere ? "" : this.texts["nobody-available"]);
    show(part(this, "nobody"), !isAnybodyThere);
    this.#drawProgress(isAnybodyThere);
  }

  takeFocus() {
    (this.#isKnown || this.name.value ? this.field : this.name).focus();
  }

  get #isKnown() {
    return Boolean(this.setup.person ?? this.client.state.you);
  }

  get #channels() {
    return this.client.state.channels ?? this.#fetched;
  }

  get #underWay() {
    return this.client.outbox?.items.find(({ frame }) => frame.type === "start-chat");
  }

  #drawProgress(isAnybodyThere) {
    const isBusy = this.#isIntroducing || Boolean(this.#underWay);
    part(this, "send").disabled = isBusy || !isAnybodyThere || this.#channels === null;
    this.field.readOnly = isBusy;
    setText(part(this, "progress"), isBusy ? gettext("Sending…") : "");
    if (this.#underWay) {
      this.asked.add(this.#underWay.id);
    }
  }

  #recall(field, place) {
    field.value = this.#drafts.of(place);
    field.addEventListener("input", () => this.#drafts.keep(place, field.value));
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#isIntroducing || this.#underWay || part(this, "send").disabled) {
      return;
    }
    this.#complain("");
    this.#setIntroducing(true);
    try {
      await this.#start();
    } catch (problem) {
      this.#complain(problem.message);
    } finally {
      this.#setIntroducing(false);
    }
  }

  /** The choice is taken as it stands when the button is pressed, not as it may be once there is a connection. */
  async #start() {
    const { chosen } = this.choice;
    if (!this.field.value.trim()) {
      throw new Error(gettext("Please write something first."));
    }
    if (!this.#isKnown) {
      await introduce(this.name.value, this.setup);
      this.setup.person = this.name.value;
    }
    this.client.connect();
    await this.client.ready;
    this.client.startChat(this.field.value, chosen);
  }

  #setIntroducing(isIntroducing) {
    this.#isIntroducing = isIntroducing;
    this.render();
  }

  #settled({ item, refusal }) {
    if (item.frame.type !== "start-chat") {
      return;
    }
    if (refusal) {
      this.#restore(item.frame.text);
      this.#complain(refusal.message);
    } else if (this.field.value === item.frame.text) {
      this.#restore("");
    }
  }

  #restore(text) {
    this.field.value = text;
    this.#drafts.keep("new", text);
  }

  #complain(text) {
    this.#say(text);
    if (text) {
      this.takeFocus();
    }
  }

  #say(text) {
    setText(part(this, "error"), text);
    show(part(this, "error"), Boolean(text));
  }

  /** Asked again and again: only the first answer, or its lack, is worth a word. */
  async #fetchChannels() {
    const isFirst = this.#fetched === null;
    try {
      this.#fetched = await fetchChannels(this.setup);
      isFirst && this.#say("");
    } catch (problem) {
      isFirst && this.#say(problem.message);
    }
  }

  async #askForChannels() {
    const isShown = this.view.isOpen && this.view.page === "new";
    if (isShown && this.client.state.channels === null && document.visibilityState === "visible") {
      await this.#fetchChannels();
      this.render();
    }
  }
}

customElements.define("terefere-new-conversation", NewConversation);
