import { fill, gettext } from "terefere/words.js";
import { keep, recall } from "terefere/kept.js";
import { Tabs } from "terefere/tabs.js";
import { chime } from "terefere/sound.js";
import { unreadInAll } from "terefere/about.js";
import { waiting } from "terefere/requests.js";

const TEXT_LENGTH = 120;

/** Tells a person who looks elsewhere: by the title of the page, a sound, and the browser's notifications. */
export class Notify extends EventTarget {
  #tabs = null;
  #title = document.title;

  constructor(client, view) {
    super();
    Object.assign(this, { client, view });
    client.addEventListener("change", () => this.#noticeChange());
    client.addEventListener("happened", ({ detail }) => this.#noticeEvent(detail));
  }

  get hasSound() {
    return recall("sound", true);
  }

  get hasNotices() {
    return canNotice() && Notification.permission === "granted" && recall("notices", true);
  }

  switchSound() {
    keep("sound", !this.hasSound);
    this.dispatchEvent(new Event("change"));
  }

  async switchNotices() {
    const isWanted = !this.hasNotices;
    const isAllowed = canNotice() && (await Notification.requestPermission()) === "granted";
    keep("notices", isWanted && isAllowed);
    this.dispatchEvent(new Event("change"));
  }

  #noticeChange() {
    const { state, inView } = this.client;
    const count = unreadInAll(state) + waiting(state).length;
    document.title = count ? `(${count}) ${this.#title}` : this.#title;
    if (state.you) {
      this.#tabs ??= new Tabs(state.you.stream);
      this.#tabs.tell(inView);
    }
  }

  #noticeEvent({ stream, event }) {
    const news = this.#newsOf(stream, event);
    if (news && this.#tabs?.isLeader && !this.#tabs.isSeenSomewhere(news.chat)) {
      this.#tell(news);
    }
  }

  /** What is worth a sound: a request, an answer, a message in a chat that nobody looks at. */
  #newsOf(stream, event) {
    const chat = this.client.state.chats[stream.split(":")[1]];
    switch (event.type) {
      case "request-listed":
        return newsOfRequest(event.request);
      case "message-posted":
        return chat && event.by !== chat.me && chat.me !== null ? newsOfMessage(chat, event) : null;
      case "chat-accepted":
        return chat && event.agent.number !== chat.me && chat.me !== null ? newsOfAnswer(chat, event) : null;
      default:
        return null;
    }
  }

  #tell({ chat, title, body }) {
    if (this.hasSound) {
      chime();
    }
    if (this.hasNotices) {
      this.#show(chat, title, body);
    }
  }

  #show(chat, title, body) {
    const notice = new Notification(title, { body: body.slice(0, TEXT_LENGTH), tag: `terefere-${chat}` });
    notice.onclick = () => {
      window.focus();
      this.view.talk(chat);
      notice.close();
    };
  }
}

function canNotice() {
  return "Notification" in globalThis;
}

function newsOfRequest({ chat, requester, channel_name: channel, text }) {
  return { chat, title: fill(gettext("%(name)s asks for a chat (%(channel)s)"), { name: requester, channel }), body: text };
}

function newsOfMessage(chat, { by, text }) {
  return { chat: chat.id, title: chat.participants[by]?.name ?? "", body: text };
}

function newsOfAnswer(chat, { agent }) {
  return { chat: chat.id, title: fill(gettext("%(name)s answers you"), agent), body: chat.channelName };
}
