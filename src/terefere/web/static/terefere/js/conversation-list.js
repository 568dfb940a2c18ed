import { copyOf, match, part, setText, show, write } from "terefere/dom.js";
import { endedChats, isOnline, lastMessage, nameOfOthers, openChats, unreadCount } from "terefere/about.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { waiting } from "terefere/requests.js";
import { gettext } from "terefere/words.js";
import { shortMoment } from "terefere/times.js";
import { drawAvailability } from "terefere/availability.js";

const MOST_ENDED_SHOWN = 50;

/** The conversations: active ones, requests that come in or wait, and closed ones. */
class ConversationList extends PartOfPage {
  actions = {
    talk: (_, row) => this.view.talk(Number(row.dataset.chat)),
    start: () => this.view.start(),
    minimise: () => this.view.minimise(),
  };

  render() {
    const { state } = this.client;
    const open = openChats(state);
    this.#draw("active", open.filter((chat) => chat.state === "active").map(rowOfChat));
    this.#draw("waiting", open.filter((chat) => chat.state === "request").map(rowOfChat));
    this.#draw("incoming", waiting(state).map(rowOfRequest));
    this.#draw("closed", endedChats(state).slice(0, MOST_ENDED_SHOWN).map(rowOfEnded));
    show(part(this, "start"), this.setup.mayStart);
    show(part(this, "empty"), !this.querySelector(".row"));
  }

  takeFocus() {
    part(this, "title").focus();
  }

  #draw(name, rows) {
    const section = part(this, name);
    show(section, rows.length > 0);
    const make = () => copyOf("terefere-conversation-row");
    match(part(section, "rows"), rows, make, (element, row) => this.#fill(element, row));
  }

  #fill(element, row) {
    part(element, "button").dataset.chat = row.chat;
    write(element, { name: row.name, about: row.about, last: row.last });
    setText(part(element, "time"), shortMoment(row.at, this.client.now()));
    setText(part(element, "unread"), row.unread);
    show(part(element, "unread"), row.unread > 0);
    drawAvailability(part(element, "dot"), row.availability);
  }
}

function rowOfChat(chat) {
  const last = lastMessage(chat);
  return {
    key: `chat:${chat.id}`,
    chat: chat.id,
    name: nameOfOthers(chat) || gettext("Waiting for an answer"),
    about: chat.channelName,
    last: last?.event.text ?? "",
    at: chat.entries.at(-1)?.at ?? chat.created,
    unread: unreadCount(chat),
    availability: isOnline(chat) ? "available" : "offline",
  };
}

function rowOfRequest(request) {
  return {
    key: `chat:${request.chat}`,
    chat: request.chat,
    name: request.requester,
    about: request.channel_name,
    last: request.text,
    at: request.created,
    unread: 0,
    availability: "waiting",
  };
}

function rowOfEnded(ended) {
  return {
    key: `chat:${ended.chat}`,
    chat: ended.chat,
    name: ended.title || gettext("Nobody answered"),
    about: ended.channel_name,
    last: ended.state === "cancelled" ? gettext("missed") : gettext("closed"),
    at: ended.ended,
    unread: 0,
    availability: "none",
  };
}

customElements.define("terefere-conversation-list", ConversationList);
