import { Connection } from "terefere/connection.js";
import { Drafts } from "terefere/drafts.js";
import { NOTHING, numberOf, reduce, without } from "terefere/store.js";
import { Outbox } from "terefere/outbox.js";
import { Receipts } from "terefere/receipts.js";
import { hasEnded } from "terefere/chats.js";

const GONE_AFTER_MILLISECONDS = 800;
const TYPING_EVERY_MILLISECONDS = 3_000;

/**
 * What the elements of a page talk to: the state, and a verb for everything that can be done.
 *
 * Events: `change` (state, connection or outbox), `happened` (detail: a frame that was news), `settled` (a command
 * was answered; detail: `{item, stream, refusal}`), `gone` (detail: the number of a chat that is out of reach now).
 */
export class Client extends EventTarget {
  state = NOTHING;
  outbox = null;
  drafts = null;
  inView = null;
  #asked = new Set();
  #followed = new Set();
  #whenReady = null;
  #refs = 0;
  #typedAt = 0;
  #changeIsDue = false;

  constructor(url) {
    super();
    this.ready = new Promise((resolve) => (this.#whenReady = resolve));
    this.connection = new Connection({ url, positions: () => this.state.streams });
    this.connection.addEventListener("frame", ({ detail }) => this.#hear(detail));
    this.connection.addEventListener("state", () => this.#changed());
    this.receipts = new Receipts({
      send: (frame) => this.connection.send(frame),
      whenRead: (chat, read) => this.#markReadHere(chat, read),
    });
  }

  connect() {
    if (this.connection.state === "idle") {
      this.connection.open();
    }
  }

  /** The server's clock in milliseconds. */
  now() {
    return Date.now() + this.state.skew;
  }

  startChat(text, channel) {
    return this.outbox.put({ type: "start-chat", text, ...(channel && { channel }) });
  }

  /** What is typed after it is news again at once: the message ended the typing on the other side. */
  say(chat, text) {
    this.#typedAt = 0;
    const read = this.state.chats[chat].participants[this.state.chats[chat].me]?.read ?? 0;
    return this.outbox.put({ type: "post-message", chat, text, read });
  }

  accept(chat) {
    return this.outbox.put({ type: "accept-request", chat });
  }

  leave(chat) {
    return this.outbox.put({ type: "leave-chat", chat });
  }

  comeBack(chat) {
    return this.outbox.put({ type: "return-to-chat", chat });
  }

  close(chat) {
    return this.outbox.put({ type: "close-chat", chat });
  }

  typing(chat) {
    if (Date.now() - this.#typedAt > TYPING_EVERY_MILLISECONDS) {
      this.#typedAt = Date.now();
      this.connection.send({ type: "typing", chat });
    }
  }

  fetchOlder(chat) {
    const { oldest } = this.state.chats[chat];
    this.connection.send({ type: "fetch-history", ref: ++this.#refs, stream: `chat:${chat}`, before: oldest });
  }

  /** Follow a chat that one does not follow anyway: a waiting request, a chat that has ended. */
  watch(chat) {
    const stream = `chat:${chat}`;
    if (this.connection.state === "open" && !this.state.chats[chat] && !this.#followed.has(stream)) {
      this.#followed.add(stream);
      this.#ask(stream);
    }
  }

  /** Stop following what was only looked at. */
  unwatch(chat) {
    const known = this.state.chats[chat];
    if (known && (known.me === null || (hasEnded(known) && !this.state.open.includes(chat)))) {
      this.connection.send({ type: "unwatch", stream: `chat:${chat}` });
      this.#followed.delete(`chat:${chat}`);
      this.#become(without(this.state, `chat:${chat}`));
    }
  }

  /** The chat the person looks at just now, or null. */
  look(chat) {
    if (chat !== this.inView) {
      this.inView = chat;
      this.receipts.notice(this.state, chat);
      this.#changed();
    }
  }

  #hear(frame) {
    const before = this.state;
    this.#become(reduce(before, frame, Date.now()));
    this.#answer(frame);
    this.#askForGaps();
    this.receipts.notice(this.state, this.inView);
    if (frame.type === "event" && this.state !== before && !this.state.gaps[frame.stream]) {
      this.dispatchEvent(new CustomEvent("happened", { detail: frame }));
    }
  }

  #answer(frame) {
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "event":
        return frame.id && this.outbox.done(frame.id, frame.stream);
      case "done":
        return this.outbox.done(frame.id, frame.stream);
      case "refused":
        return frame.id && this.outbox.refused(frame);
      case "resync":
        return this.#resynced(frame);
      case "gone":
        return this.#gone(frame.stream);
      case "pong":
        return this.#compare(frame.heads);
      default:
        return null;
    }
  }

  #welcomed({ you, streams }) {
    this.receipts.tellAnew();
    this.#belongTo(you.stream);
    this.outbox.resendAll();
    this.#followed = new Set(streams);
    Object.keys(this.state.streams).filter((stream) => !this.#followed.has(stream)).forEach((stream) => this.#ask(stream));
    this.#whenReady();
  }

  #belongTo(person) {
    if (this.outbox?.person === person) {
      return;
    }
    this.drafts = new Drafts(person);
    this.outbox = new Outbox(person, (frame) => this.connection.state === "open" && this.connection.send(frame));
    this.outbox.addEventListener("change", () => this.#changed());
    this.outbox.addEventListener("settled", ({ detail }) => {
      this.dispatchEvent(new CustomEvent("settled", { detail }));
    });
  }

  /** A message of mine may come back within a resync only: its id says that it was stored. */
  #resynced({ stream, snapshot }) {
    snapshot.events?.forEach(({ id }) => id && this.outbox.done(id, stream));
  }

  /** Who accepts a request loses it as a request and gets it back as a chat at once: that is not gone. */
  #gone(stream) {
    setTimeout(() => {
      if (!(stream in this.state.streams)) {
        this.#followed.delete(stream);
        this.dispatchEvent(new CustomEvent("gone", { detail: numberOf(stream) }));
      }
    }, GONE_AFTER_MILLISECONDS);
  }

  #compare(heads) {
    this.outbox.resendStale();
    Object.entries(heads)
      .filter(([stream, head]) => head > (this.state.streams[stream] ?? 0))
      .forEach(([stream]) => this.#ask(stream));
  }

  #askForGaps() {
    const gaps = Object.keys(this.state.gaps);
    gaps.filter((stream) => !this.#asked.has(stream)).forEach((stream) => this.#ask(stream));
    this.#asked = new Set(gaps);
  }

  #ask(stream) {
    const after = this.state.streams[stream];
    this.connection.send({ type: "watch", stream, ...(after !== undefined && { after }) });
  }

  #markReadHere(chat, read) {
    this.#become(reduce(this.state, { type: "seen", stream: `chat:${chat.id}`, by: chat.me, delivered: read, read }));
  }

  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.#changed();
    }
  }

  /** Many frames may come at once; whoever shows something hears of all of them together. */
  #changed() {
    if (!this.#changeIsDue) {
      this.#changeIsDue = true;
      queueMicrotask(() => {
        this.#changeIsDue = false;
        this.dispatchEvent(new Event("change"));
      });
    }
  }
}
