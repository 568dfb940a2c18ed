import { copyOf, match, part, setText, show, write } from "terefere/dom.js";
import { justTaken, waiting } from "terefere/requests.js";
import { Disclosure } from "terefere/disclosure.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { clockOf } from "terefere/times.js";
import { fill, gettext, ngettext } from "terefere/words.js";
import { kindName } from "terefere/wording.js";

const HOVER_MILLISECONDS = 120;
const LEAVE_MILLISECONDS = 350;

/** The chat symbol of the organizer with its counter, and the list of waiting requests that it opens. */
class RequestList extends PartOfPage {
  #timer = null;
  #isPinned = false;
  #isHovered = false;

  actions = {
    accept: (_, button) => this.#accept(button),
    look: (_, button) => this.#look(Number(button.dataset.chat)),
  };

  joined() {
    this.box = new Disclosure(part(this, "button"), part(this, "box"), { whenOpened: () => this.render() });
    part(this, "button").addEventListener("click", () => this.#pin());
    this.addEventListener("pointerenter", (event) => this.#hover(event, true));
    this.addEventListener("pointerleave", (event) => this.#hover(event, false));
    this.client.addEventListener("settled", ({ detail }) => this.#settled(detail));
    setInterval(() => this.render(), 1_000);
  }

  render() {
    const requests = waiting(this.client.state);
    setText(part(this, "count"), requests.length);
    show(part(this, "count"), requests.length > 0);
    part(this, "button").setAttribute("aria-label", label(requests.length));
    if (this.box.isOpen) {
      this.#drawRows(requests);
    }
  }

  #drawRows(requests) {
    const taken = justTaken(this.client.state, Date.now());
    const rows = [...requests.map((request) => ({ key: String(request.chat), request })), ...taken.map(rowOfTaken)];
    match(part(this, "rows"), rows, () => copyOf("terefere-request"), (row, item) => this.#fill(row, item));
    show(part(this, "table"), rows.length > 0);
    show(part(this, "empty"), rows.length === 0);
  }

  #fill(row, { request, by }) {
    write(row, { name: request.requester, kind: aboutRequester(request), channel: request.channel_name, text: request.text });
    setText(part(row, "wait"), by ? "" : clockOf(this.client.now() - request.created));
    setText(part(row, "taken"), by ? fill(gettext("already accepted by %(name)s"), { name: by }) : "");
    show(part(row, "accept"), !by);
    row.classList.toggle("taken", Boolean(by));
    part(row, "accept").disabled = this.#isAccepting(request.chat);
    ["accept", "look"].forEach((name) => (part(row, name).dataset.chat = request.chat));
    part(row, "look").disabled = Boolean(by);
  }

  #isAccepting(chat) {
    return this.client.outbox.items.some(({ frame }) => frame.type === "accept-request" && frame.chat === chat);
  }

  #accept(button) {
    this.asked.add(this.client.accept(Number(button.dataset.chat)).id);
  }

  #look(chat) {
    this.#close();
    this.view.talk(chat);
  }

  #settled({ item, refusal }) {
    if (item.frame.type === "accept-request" && !refusal) {
      this.#close();
    }
  }

  #close() {
    [this.#isPinned, this.#isHovered] = [false, false];
    this.box.close();
  }

  /** A click on what a resting mouse has just opened keeps it open; the next one closes it. */
  #pin() {
    if (this.#isHovered) {
      this.box.open();
    }
    [this.#isPinned, this.#isHovered] = [this.box.isOpen, false];
  }

  /** A mouse may open the list by resting on it; what a click has opened stays. */
  #hover(event, isOver) {
    clearTimeout(this.#timer);
    if (event.pointerType === "mouse") {
      this.#timer = setTimeout(() => this.#rested(isOver), isOver ? HOVER_MILLISECONDS : LEAVE_MILLISECONDS);
    }
  }

  #rested(isOver) {
    if (!(this.#isPinned && this.box.isOpen)) {
      [this.#isPinned, this.#isHovered] = [false, isOver];
      isOver ? this.box.open() : this.box.close();
    }
  }
}

function rowOfTaken({ request, by }) {
  return { key: String(request.chat), request, by };
}

function aboutRequester({ kind, customer }) {
  return [kindName(kind), customer].filter(Boolean).join(" · ");
}

function label(count) {
  return count
    ? fill(ngettext("Chat requests, %(count)s is waiting", "Chat requests, %(count)s are waiting", count), { count })
    : gettext("Chat requests, none is waiting");
}

customElements.define("terefere-request-list", RequestList);
