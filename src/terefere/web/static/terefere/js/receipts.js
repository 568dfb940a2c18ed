import { takesPart } from "terefere/chats.js";

const AT_MOST_EVERY_MILLISECONDS = 1_000;

/** Tells the server how far each chat has reached this client and this person, at most once a second and chat. */
export class Receipts {
  #told = new Map();
  #timers = new Map();

  constructor({ send, whenRead }) {
    Object.assign(this, { send, whenRead });
  }

  /** Call whenever the chats or what is looked at may have changed. `inView` is the chat a person looks at, or null. */
  notice(state, inView) {
    Object.values(state.chats).filter(takesPart).forEach((chat) => this.#noticeOne(state, chat, chat.id === inView));
  }

  /** What was told over a connection that broke may not have arrived. */
  tellAnew() {
    this.#told.forEach((_, chat) => this.#told.set(chat, { delivered: 0, read: 0 }));
  }

  #noticeOne(state, chat, isInView) {
    const delivered = lastOfOthers(chat);
    const me = chat.participants[chat.me];
    const read = isInView ? Math.max(delivered, me.read) : me.read;
    if (read > me.read) {
      this.whenRead(chat, read);
    }
    if (delivered > this.#toldOf(chat, me).delivered || read > this.#toldOf(chat, me).read) {
      this.#tellSoon({ chat: chat.id, delivered: Math.max(delivered, me.delivered), read });
    }
  }

  #toldOf(chat, me) {
    return this.#told.get(chat.id) ?? { delivered: me.delivered, read: me.read };
  }

  #tellSoon(receipt) {
    this.#told.set(receipt.chat, receipt);
    if (!this.#timers.has(receipt.chat)) {
      this.#tell(receipt.chat);
      this.#timers.set(receipt.chat, setTimeout(() => this.#after(receipt), AT_MOST_EVERY_MILLISECONDS));
    }
  }

  #after(sent) {
    this.#timers.delete(sent.chat);
    const latest = this.#told.get(sent.chat);
    if (latest && (latest.delivered > sent.delivered || latest.read > sent.read)) {
      this.#tellSoon(latest);
    }
  }

  #tell(chat) {
    this.send({ type: "mark-seen", ...this.#told.get(chat) });
  }
}

function lastOfOthers(chat) {
  return chat.entries.findLast(({ event }) => event.by !== chat.me)?.seq ?? 0;
}
