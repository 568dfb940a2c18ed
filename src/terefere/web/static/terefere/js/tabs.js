/**
 * Several tabs of one person: one of them speaks for all (it holds a lock), and each tells the others what it shows.
 */
export class Tabs {
  #isLeader = false;
  #seenBy = new Map();
  #self = crypto.randomUUID?.() ?? String(Math.random());
  #latest = null;

  constructor(person) {
    navigator.locks?.request(`terefere.speaker.${person}`, () => this.#lead());
    this.#isLeader = !navigator.locks;
    this.channel = new BroadcastChannel(`terefere.tabs.${person}`);
    this.channel.onmessage = ({ data }) => this.#hear(data);
    this.channel.postMessage({ ask: true });
    addEventListener("pagehide", () => this.tell(null));
  }

  get isLeader() {
    return this.#isLeader;
  }

  /** The chat that the person looks at in this tab, or null. */
  tell(inView) {
    this.#latest = inView;
    this.#seenBy.set(this.#self, inView);
    this.channel.postMessage({ tab: this.#self, inView });
  }

  isSeenSomewhere(chat) {
    return [...this.#seenBy.values()].includes(chat);
  }

  #hear({ ask, tab, inView }) {
    if (ask) {
      this.tell(this.#latest);
    } else {
      this.#seenBy.set(tab, inView);
    }
  }

  /** The lock is held as long as the tab lives. */
  #lead() {
    this.#isLeader = true;
    return new Promise(() => {});
  }
}
