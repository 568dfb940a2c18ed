/**
 * Base of the elements: drawn by the server, brought to life by `join`.
 *
 * Whatever carries `data-do="name"` calls `actions.name(event, thatElement)` when it is clicked.
 */
export class PartOfPage extends HTMLElement {
  actions = {};

  /** `world` is `{client, view, …}`: what the page gives to each of its elements. */
  join(world) {
    Object.assign(this, world);
    this.addEventListener("click", (event) => this.#act(event));
    this.client.addEventListener("change", () => this.render());
    this.view.addEventListener("change", () => this.render());
    this.joined();
    this.render();
    this.#openWaitingButtons();
  }

  joined() {}

  render() {}

  /** A button that could not do anything until now was disabled, so that no click on it was lost. */
  #openWaitingButtons() {
    [...this.querySelectorAll("[data-waits]")].filter((one) => ownerOf(one) === this).forEach((one) => (one.disabled = false));
  }

  #act(event) {
    const button = event.target.closest("[data-do]");
    if (button && ownerOf(button) === this) {
      this.actions[button.dataset.do]?.(event, button);
    }
  }
}

/** The nearest of our elements around something on the page. */
function ownerOf(element) {
  return element instanceof PartOfPage || !element ? element : ownerOf(element.parentElement);
}
