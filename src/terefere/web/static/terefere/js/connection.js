import { pause } from "terefere/backoff.js";
import { Heartbeat } from "terefere/heartbeat.js";

const WELCOME_WITHIN_MILLISECONDS = 8_000;
const STAY_AWAY = -1;

/**
 * One socket that is opened again whenever it breaks.
 *
 * Events: `frame` (detail: the frame) and `state`; the state is `idle`, `connecting`, `open`, `lost` or `stopped`.
 */
export class Connection extends EventTarget {
  state = "idle";
  #socket = null;
  #failures = 0;
  #timer = null;
  #comeBackAfter = null;

  constructor({ url, positions }) {
    super();
    this.url = url;
    this.positions = positions;
    this.heartbeat = new Heartbeat({ send: (frame) => this.send(frame), whenDead: () => this.#drop() });
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.#drop());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
  }

  open() {
    clearTimeout(this.#timer);
    this.#become(this.state === "idle" ? "connecting" : this.state);
    this.#listen(new WebSocket(this.url));
  }

  /** Says whether it went out. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Somebody looks or the network is back: do not wait for the next try, and do not trust an old socket. */
  hurry() {
    if (this.state === "open") {
      this.heartbeat.beat();
    } else if (this.state === "lost" && !this.#socket) {
      this.#failures = 0;
      this.open();
    }
  }

  #listen(socket) {
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#drop(), WELCOME_WITHIN_MILLISECONDS);
    socket.onopen = () => this.send({ type: "hello", resume: this.positions() });
    socket.onmessage = ({ data }) => data.split("\n").forEach((frame) => this.#hear(JSON.parse(frame)));
    socket.onclose = () => this.#closed();
  }

  #hear(frame) {
    if (frame.type === "welcome") {
      this.#welcomed(frame);
    } else if (frame.type === "pong") {
      this.heartbeat.answered(frame);
    } else if (frame.type === "bye") {
      this.#comeBackAfter = frame.after;
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #welcomed(frame) {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.heartbeat.start(frame.ping_seconds);
    this.#become("open");
  }

  /** Does not wait for the closing handshake: on a dead network it never comes. */
  #drop() {
    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close();
      this.#closed();
    }
  }

  #closed() {
    clearTimeout(this.#timer);
    this.heartbeat.stop();
    this.#socket = null;
    const wait = this.#comeBackAfter ?? pause(this.#failures++);
    this.#comeBackAfter = null;
    this.#become(wait === STAY_AWAY ? "stopped" : "lost");
    if (wait !== STAY_AWAY) {
      this.#timer = setTimeout(() => this.open(), wait);
    }
  }

  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event("state"));
    }
  }
}
