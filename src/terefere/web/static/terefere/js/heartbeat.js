const ANSWER_WITHIN_MILLISECONDS = 4_000;

/** Asks the server regularly whether it is there. A connection that does not answer is dead, whatever the browser believes. */
export class Heartbeat {
  #n = 0;
  #interval = null;
  #deadline = null;

  constructor({ send, whenDead }) {
    Object.assign(this, { send, whenDead });
  }

  start(seconds) {
    this.stop();
    this.#interval = setInterval(() => this.beat(), seconds * 1000);
  }

  stop() {
    clearInterval(this.#interval);
    clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  beat() {
    this.send({ type: "ping", n: ++this.#n });
    this.#deadline ??= setTimeout(() => this.whenDead(), ANSWER_WITHIN_MILLISECONDS);
  }

  answered({ n }) {
    if (n === this.#n) {
      clearTimeout(this.#deadline);
      this.#deadline = null;
    }
  }
}
