const ANSWER_WITHIN_MILLISECONDS = 4_000;

/** Asks the server regularly whether it is there. A connection that does not answer is dead, whatever the browser believes. */
export class Heartbeat {
  #n = 0;
  #answered = 0;
  #timers = [];

  constructor({ send, isActive, whenDead }) {
    Object.assign(this, { send, isActive, whenDead });
  }

  start(seconds) {
    this.stop();
    this.#timers.push(setInterval(() => this.beat(), seconds * 1000));
  }

  stop() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
  }

  beat() {
    const n = ++this.#n;
    this.send({ type: "ping", n, active: this.isActive() });
    this.#timers = this.#timers.slice(0, 1);
    this.#timers.push(setTimeout(() => this.#answered < n && this.whenDead(), ANSWER_WITHIN_MILLISECONDS));
  }

  answered(pong) {
    this.#answered = Math.max(this.#answered, pong.n);
  }
}
