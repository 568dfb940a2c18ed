const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"];

/** Whether the person did something since it was last asked. */
export class Activity {
  #active = true;

  constructor(page = document) {
    SIGNS.forEach((sign) => page.addEventListener(sign, () => this.notice(), { passive: true, capture: true }));
  }

  notice() {
    this.#active = true;
  }

  take() {
    const active = this.#active;
    this.#active = false;
    return active;
  }
}
