import { forget, keep, namesBeginning, recall, whenChangedElsewhere } from "terefere/kept.js";
import { newId } from "terefere/ids.js";
import { pause } from "terefere/backoff.js";

const ANSWER_WITHIN_MILLISECONDS = 10_000;

/**
 * Every command lies here until the server has answered it, also over a reload or a crash.
 *
 * An item is `{id, frame, at, state, message}`; its state is `sending` or `failed`. It is sent again, under the same
 * id, on every new connection: the server does it once. One is under way at a time, so that none can overtake one
 * that was refused for the moment. Events: `change`, and `settled` (detail: `{item, stream, refusal}`).
 */
export class Outbox extends EventTarget {
  items = [];
  #send;
  #underWay = { id: null, since: 0 };
  #unkept = new Set();
  #refusedInARow = 0;
  #pausedUntil = 0;

  constructor(person, send) {
    super();
    this.person = person;
    this.#send = send;
    this.#recall();
    whenChangedElsewhere(this.#prefix, () => this.#forgetSettledElsewhere());
  }

  /** Keeps the command, sends it if it can be sent, and gives back its item. */
  put(frame) {
    const id = newId();
    const item = { id, frame: { ...frame, id }, at: Date.now(), state: "sending" };
    this.#store(item);
    this.items = [...this.items, item];
    this.#sendNext();
    this.#changed();
    return item;
  }

  /** A new connection stands: everything unanswered goes again, in its order. */
  resendAll() {
    this.#recall();
    this.#sendAnew();
    this.#changed();
  }

  /** What has waited too long for its answer goes again. */
  resendStale(now = Date.now()) {
    if (now - this.#underWay.since > ANSWER_WITHIN_MILLISECONDS) {
      this.#sendAnew();
    }
  }

  /** The server has done it. */
  done(id, stream) {
    this.#refusedInARow = 0;
    this.#settle(id, { stream });
  }

  refused({ id, code, message, again }) {
    if (again) {
      this.#tryLater();
    } else if (this.#find(id)?.frame.type === "post-message") {
      this.#fail(id, message);
    } else {
      this.#settle(id, { refusal: { code, message } });
    }
  }

  /** Nothing was changed by a refused command, so it starts anew, under an id of its own. */
  retry(id) {
    const { frame } = this.#find(id);
    this.remove(id);
    return this.put(frame);
  }

  remove(id) {
    forget(this.#prefix + id);
    this.items = this.items.filter((item) => item.id !== id);
    this.#sendNext();
    this.#changed();
  }

  #settle(id, answer) {
    const item = this.#find(id);
    if (item) {
      this.remove(id);
      this.dispatchEvent(new CustomEvent("settled", { detail: { item, ...answer } }));
    }
  }

  #fail(id, message) {
    const failed = { ...this.#find(id), state: "failed", message };
    this.#store(failed);
    this.items = this.items.map((item) => (item.id === id ? failed : item));
    this.#sendNext();
    this.#changed();
  }

  /** Everything waits, so that the order stays. */
  #tryLater() {
    const now = Date.now();
    if (this.#pausedUntil <= now) {
      const wait = pause(++this.#refusedInARow);
      this.#pausedUntil = now + wait;
      setTimeout(() => this.resendAll(), wait);
    }
  }

  #sendAnew() {
    this.#underWay = { id: null, since: 0 };
    this.#sendNext();
  }

  #sendNext() {
    const next = this.items.find(({ state }) => state === "sending");
    const isItsTurn = next && next.id !== this.#underWay.id && Date.now() >= this.#pausedUntil;
    if (isItsTurn && this.#send(next.frame)) {
      this.#underWay = { id: next.id, since: Date.now() };
    }
  }

  #find(id) {
    return this.items.find((item) => item.id === id);
  }

  get #prefix() {
    return `outbox.${this.person}.`;
  }

  #store(item) {
    if (!keep(this.#prefix + item.id, item)) {
      this.#unkept.add(item.id);
    }
  }

  /** What another tab left behind comes in; what this browser could not keep stays. */
  #recall() {
    const kept = namesBeginning(this.#prefix).map((name) => recall(name)).filter(Boolean);
    const known = new Map([...this.items, ...kept].map((item) => [item.id, item]));
    this.items = [...known.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  #forgetSettledElsewhere() {
    this.items = this.items.filter(({ id }) => this.#unkept.has(id) || recall(this.#prefix + id));
    this.#sendNext();
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
