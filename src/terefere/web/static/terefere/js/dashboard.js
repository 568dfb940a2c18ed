import { copyOf, match, part, setText, show, write } from "terefere/dom.js";
import { clockOf, isSameDay, lengthOf, shortMoment } from "terefere/times.js";
import { endedChats, isOnline, lastMessage, nameOfOthers, openChats, others, receiptOf, unreadCount } from "terefere/about.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { gettext, language } from "terefere/words.js";
import { transcriptAddress } from "terefere/transcripts.js";
import { kindName } from "terefere/wording.js";
import { waiting } from "terefere/requests.js";
import { drawAvailability } from "terefere/availability.js";

const MOST_ENDED_SHOWN = 10;

/** The first page of an agent: what waits, what runs, what has just ended. */
class Dashboard extends PartOfPage {
  actions = { talk: (_, button) => this.view.talk(Number(button.dataset.chat)) };

  joined() {
    setInterval(() => this.#drawNumbers(), 1_000);
  }

  render() {
    const { state } = this.client;
    this.#drawNumbers();
    this.#drawTable("active", openChats(state), "terefere-active-row", (row, chat) => fillActive(row, chat));
    const ended = endedChats(state).slice(0, MOST_ENDED_SHOWN);
    this.#drawTable("ended", ended, "terefere-ended-row", (row, chat) => this.#fillEnded(row, chat));
  }

  #drawNumbers() {
    const now = this.client.now();
    const requests = waiting(this.client.state);
    write(this, {
      today: new Intl.DateTimeFormat(language(), { weekday: "long", month: "long", day: "numeric" }).format(now),
      "waiting-count": requests.length,
      "longest-wait": requests.length ? clockOf(now - requests[0].created) : "–",
      "active-count": openChats(this.client.state).length,
      "ended-count": endedChats(this.client.state).filter(({ ended }) => isSameDay(ended, now)).length,
    });
    part(this, "longest-wait").classList.toggle("wait", requests.length > 0);
  }

  #drawTable(name, chats, template, fillRow) {
    const card = part(this, name);
    const rows = chats.map((chat) => ({ ...chat, key: String(chat.id ?? chat.chat) }));
    match(part(card, "rows"), rows, () => copyOf(template), fillRow);
    show(part(card, "table"), rows.length > 0);
    show(part(card, "empty"), rows.length === 0);
    setText(part(card, "count"), rows.length || "");
  }

  #fillEnded(row, ended) {
    write(row, {
      name: ended.title,
      channel: ended.channel_name,
      when: shortMoment(ended.ended, this.client.now()),
      length: ended.state === "cancelled" ? gettext("missed") : lengthOf(ended.ended - ended.created),
    });
    part(row, "talk").dataset.chat = ended.chat;
    part(row, "download").href = transcriptAddress(this.setup.transcripts, ended.chat, "pdf");
  }
}

function fillActive(row, chat) {
  const [requester] = others(chat);
  const state = stateOf(chat);
  write(row, {
    name: nameOfOthers(chat),
    kind: requester ? requester.customer || kindName(requester.kind) : "",
    channel: chat.channelName,
    last: lastMessage(chat)?.event.text ?? "",
    state: state.text,
  });
  part(row, "state").classList.toggle("brand", state.isNews);
  drawAvailability(part(row, "dot"), isOnline(chat) ? "available" : "offline");
  part(row, "talk").dataset.chat = chat.id;
}

/** The one word that tells an agent whether to look. */
function stateOf(chat) {
  if (unreadCount(chat) > 0) {
    return { text: gettext("new message"), isNews: true };
  }
  if (!others(chat).some(({ here }) => here)) {
    return { text: gettext("has left"), isNews: false };
  }
  const last = lastMessage(chat);
  if (!last || last.event.by !== chat.me) {
    return { text: gettext("your turn"), isNews: false };
  }
  return { text: RECEIPTS[receiptOf(chat, last.seq)](), isNews: false };
}

const RECEIPTS = {
  sent: () => gettext("sent"),
  delivered: () => gettext("delivered"),
  read: () => gettext("read"),
};

customElements.define("terefere-dashboard", Dashboard);
