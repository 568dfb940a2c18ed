import { availabilityOf, closedText, describe, goneText, nameOf, noticeFor, typingText } from "terefere/wording.js";
import { isRequester } from "terefere/chats.js";
import { part, setText, show, write } from "terefere/dom.js";
import { Disclosure } from "terefere/disclosure.js";
import { Ending } from "terefere/ending.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { alertPerson } from "terefere/alerts.js";
import { transcriptAddress } from "terefere/transcripts.js";
import { drawAvailability } from "terefere/availability.js";

/** One conversation: who, what was said, and the place to write. The same for agents and requesters. */
class Conversation extends PartOfPage {
  #shown = null;
  #wantsFocus = false;

  actions = {
    back: () => this.view.list(),
    minimise: () => this.view.minimise(),
    accept: () => this.asked.add(this.client.accept(this.view.chat).id),
    retry: (_, button) => this.#retry(itemOf(button)),
    edit: (_, button) => this.#edit(itemOf(button)),
    leave: () => this.ending.leave(this.chat),
    close: () => this.ending.close(this.chat),
    end: () => this.ending.end(this.chat),
  };

  joined() {
    [this.log, this.composer, this.after] = ["log", "composer", "after"].map((name) => part(this, name));
    this.ending = new Ending(this.client, this.view);
    this.menu = new Disclosure(part(this, "menu-button"), part(this, "menu"));
    this.#listen();
    setInterval(() => this.chat && this.#drawNow(this.chat), 1_000);
  }

  get chat() {
    return this.view.page === "chat" ? this.client.state.chats[this.view.chat] : undefined;
  }

  render() {
    this.#turn();
    show(part(this, "loading"), !this.chat);
    [this.log, part(this, "tools")].forEach((element) => show(element, Boolean(this.chat)));
    if (this.chat) {
      this.#drawHead(this.chat);
      this.log.draw(this.chat, this.#pending(), this.client.now());
      this.#drawFoot(this.chat);
      this.#drawNow(this.chat);
      this.#focusComposer();
    }
    this.#look();
  }

  takeFocus() {
    part(this, "title").focus();
    this.#wantsFocus = true;
    this.#focusComposer();
  }

  /** As soon as there is something to write in. */
  #focusComposer() {
    if (this.#wantsFocus && this.chat?.may.includes("write")) {
      this.#wantsFocus = false;
      this.composer.takeFocus();
    }
  }

  #listen() {
    this.composer.addEventListener("said", ({ detail }) => this.client.say(this.view.chat, detail));
    this.composer.addEventListener("typed", ({ detail }) => this.#typed(detail));
    this.log.addEventListener("end-reached", () => this.#look());
    this.client.addEventListener("gone", ({ detail }) => this.#gone(detail));
    ["focus", "blur"].forEach((event) => addEventListener(event, () => this.#look()));
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** Another chat than before: follow it, forget the one before, put its draft into the composer. */
  #turn() {
    const wanted = this.view.page === "chat" && this.view.isOpen ? this.view.chat : null;
    if (wanted !== null) {
      this.client.watch(wanted);
    }
    if (wanted !== null && wanted !== this.#shown && this.chat) {
      this.client.unwatch(this.#shown);
      this.#shown = wanted;
      this.composer.text = this.client.drafts.of(wanted);
      this.menu.close();
    }
  }

  #drawHead(chat) {
    write(this, { name: nameOf(chat), about: describe(chat) });
    drawAvailability(part(this, "dot"), availabilityOf(chat));
    const may = new Set(chat.may);
    ["leave", "close"].forEach((action) => show(part(this, action), may.has(action)));
    show(part(this, "downloads"), may.has("download"));
    this.querySelectorAll("[data-format]").forEach((link) => {
      link.href = transcriptAddress(this.setup.transcripts, chat.id, link.dataset.format);
    });
    part(this, "end").setAttribute("aria-label", this.ending.label(chat));
  }

  #drawFoot(chat) {
    const may = new Set(chat.may);
    const isOver = isRequester(chat) && !may.has("write");
    const isNewlyOpen = this.composer.hidden && may.has("write");
    show(this.composer, may.has("write"));
    this.log.classList.toggle("read-only", !may.has("write"));
    show(part(this, "accept"), may.has("accept"));
    show(this.after, isOver);
    show(part(this, "closed"), !may.has("write") && !may.has("accept") && !isOver);
    setText(part(this, "closed"), closedText(chat));
    if (isOver) {
      this.after.draw(chat);
    }
    this.#keepFocus(isNewlyOpen);
  }

  /** What had the focus may just have gone: go on where one writes, else from the heading on. */
  #keepFocus(isNewlyOpen) {
    const { activeElement } = document;
    const isLost = this.contains(activeElement) && !activeElement.checkVisibility();
    if (isNewlyOpen && this.view.isOpen && (isLost || activeElement === document.body)) {
      this.composer.takeFocus();
    } else if (isLost && this.view.isOpen) {
      part(this, "title").focus();
    }
  }

  /** What changes by itself as time passes. */
  #drawNow(chat) {
    const { noAnswerSeconds } = this.client.state;
    const notice = noticeFor(chat, { texts: this.texts, noAnswerSeconds, now: this.client.now() });
    setText(part(this, "typing"), typingText(chat, Date.now()));
    setText(part(this, "notice"), notice);
    show(part(this, "notice"), Boolean(notice));
  }

  #pending() {
    return this.client.outbox.items.filter(({ frame }) => frame.type === "post-message" && frame.chat === this.chat.id);
  }

  #typed(text) {
    this.client.drafts.keep(this.view.chat, text);
    if (text) {
      this.client.typing(this.view.chat);
    }
  }

  #retry(id) {
    this.client.outbox.retry(id);
    this.composer.takeFocus();
  }

  /** The refused text goes back to where it can be changed, before what was begun since. */
  #edit(id) {
    const { frame } = this.client.outbox.items.find((item) => item.id === id);
    this.client.outbox.remove(id);
    this.composer.text = [frame.text, this.composer.text].filter(Boolean).join("\n");
    this.#typed(this.composer.text);
    this.composer.takeFocus();
  }

  #look() {
    const isLooking = this.view.isOpen && this.chat && document.hasFocus() && document.visibilityState === "visible";
    this.client.look(isLooking && this.log.isAtEnd ? this.chat.id : null);
  }

  #gone(chat) {
    if (chat === this.view.chat && this.view.page === "chat") {
      this.view.list();
      alertPerson(goneText(this.client.state.taken[chat]));
    }
  }
}

function itemOf(button) {
  return button.closest("[data-item]").dataset.item;
}

customElements.define("terefere-conversation", Conversation);
