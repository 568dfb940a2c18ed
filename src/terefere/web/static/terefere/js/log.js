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
  #staysAtEnd = true;
  #size = "";

  actions = { jump: () => this.toEnd() };

  joined() {
    this.scroller = part(this, "scroller");
    this.lines = part(this, "lines");
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.#resized());
    [this.scroller, this.lines].forEach((element) => sizes.observe(element));
  }

  get isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  }

  draw(chat, pending, now) {
    if (this.#chat?.id !== chat.id) {
      this.lines.replaceChildren();
      this.#known = { oldest: null, newest: null };
      this.#staysAtEnd = true;
    }
    this.#chat = chat;
    const lines = linesOf(chat, pending, now);
    this.#keepingPlace(lines, () => match(this.lines, lines, makeLine, updateLine));
    this.#askForOlder();
  }

  toEnd() {
    this.#staysAtEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#endReached();
  }

  /** Older lines push the others down, newer ones push them up, if the person was at the end or wrote them. */
  #keepingPlace(lines, change) {
    const wasMine = lines.at(-1)?.isMine;
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    const [older, newer] = [this.#known.oldest !== this.#chat.oldest, this.#known.newest !== lines.at(-1)?.key];
    this.lines.setAttribute("aria-busy", String(older));
    change();
    this.#known = { oldest: this.#chat.oldest, newest: lines.at(-1)?.key };
    if (this.#staysAtEnd || (newer && wasMine)) {
      this.toEnd();
    } else if (older) {
      this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
    } else if (newer) {
      show(part(this, "jump"), true);
    }
    setTimeout(() => this.lines.setAttribute("aria-busy", "false"));
  }

  /** Only a person's scrolling leaves the end; what moves because sizes change is put right by `#resized`. */
  #scrolled() {
    this.#staysAtEnd = this.#size === sizeOf(this.scroller) ? this.isAtEnd : this.#staysAtEnd;
    if (this.isAtEnd) {
      this.#endReached();
    }
    this.#askForOlder();
  }

  /** Lines grow, the window shrinks: the last line stays in sight. */
  #resized() {
    this.#size = sizeOf(this.scroller);
    if (this.#staysAtEnd) {
      this.toEnd();
    }
  }

  #endReached() {
    show(part(this, "jump"), false);
    this.dispatchEvent(new Event("end-reached"));
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

function sizeOf({ clientHeight, scrollHeight }) {
  return `${clientHeight} of ${scrollHeight}`;
}

customElements.define("terefere-log", Log);
