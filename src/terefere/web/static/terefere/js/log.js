import { makeLine, updateLine } from "terefere/message.js";
import { match, part, show } from "terefere/dom.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { linesOf } from "terefere/lines.js";

const NEAR_PIXELS = 80;
const ASK_AGAIN_MILLISECONDS = 5_000;

/** What was said and done in one chat. Stays at its end, unless the person has scrolled up to read. */
class Log extends PartOfPage {
  #chat = null;
  #asked = { oldest: null, at: 0 };
  #known = { oldest: null, newest: null };
  #lastHeight = 0;

  actions = { jump: () => this.toEnd() };

  joined() {
    this.scroller = part(this, "scroller");
    this.lines = part(this, "lines");
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.scroller);
  }

  get isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  }

  draw(chat, pending, now) {
    if (this.#chat?.id !== chat.id) {
      this.lines.replaceChildren();
      this.#known = { oldest: null, newest: null };
    }
    this.#chat = chat;
    const lines = linesOf(chat, pending, now);
    this.#keepingPlace(lines, () => match(this.lines, lines, makeLine, updateLine));
    this.#askForOlder();
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#endReached();
  }

  /** Older lines push the others down, newer ones push them up, if the person was at the end or wrote them. */
  #keepingPlace(lines, change) {
    const [wasAtEnd, wasMine] = [this.#isNew || this.isAtEnd, lines.at(-1)?.isMine];
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    const [older, newer] = [this.#known.oldest !== this.#chat.oldest, this.#known.newest !== lines.at(-1)?.key];
    this.lines.setAttribute("aria-busy", String(older));
    change();
    this.#known = { oldest: this.#chat.oldest, newest: lines.at(-1)?.key };
    if (wasAtEnd || (newer && wasMine)) {
      this.toEnd();
    } else if (older) {
      this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
    } else if (newer) {
      show(part(this, "jump"), true);
    }
    setTimeout(() => this.lines.setAttribute("aria-busy", "false"));
  }

  get #isNew() {
    return this.#known.newest === null;
  }

  #scrolled() {
    if (this.isAtEnd) {
      this.#endReached();
    }
    this.#askForOlder();
  }

  #endReached() {
    show(part(this, "jump"), false);
    this.dispatchEvent(new Event("end-reached"));
  }

  /** The composer grows, the window shrinks: the last line stays in sight. */
  #resized() {
    const height = this.scroller.clientHeight;
    if (this.#lastHeight && height !== this.#lastHeight && !this.#wasScrolledUp(height)) {
      this.toEnd();
    }
    this.#lastHeight = height;
  }

  #wasScrolledUp(height) {
    const { scrollTop, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - Math.max(this.#lastHeight, height) > NEAR_PIXELS;
  }

  #askForOlder() {
    const isNeeded = this.#chat?.more && this.scroller.clientHeight > 0 && this.scroller.scrollTop < NEAR_PIXELS * 2;
    const { oldest, at } = this.#asked;
    const wasAsked = oldest === this.#chat?.oldest && Date.now() - at < ASK_AGAIN_MILLISECONDS;
    if (isNeeded && !wasAsked) {
      this.#asked = { oldest: this.#chat.oldest, at: Date.now() };
      this.client.fetchOlder(this.#chat.id);
    }
  }
}

customElements.define("terefere-log", Log);
