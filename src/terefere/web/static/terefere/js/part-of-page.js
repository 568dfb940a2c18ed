/**
 * Base of the elements: drawn by the server, brought to life by `join`.
 *
 * Whatever carries `data-do="name"` calls `actions.name(event, thatElement)` when it is clicked, of the nearest element
 * around it that has such an action.
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
    if (button && doerOf(button.dataset.do, button) === this) {
      this.actions[button.dataset.do](event, button);
    }
  }
}

/** The nearest of our elements around something on the page that knows this action. */
function doerOf(action, element) {
  const owner = ownerOf(element);
  return !owner || action in owner.actions ? owner : doerOf(action, owner.parentElement);
}

/** The nearest of our elements around something on the page. */
function ownerOf(element) {
  return element instanceof PartOfPage || !element ? element : ownerOf(element.parentElement);
}
