/** Things of the page are drawn by the server, in `<template>`s; here they are copied and filled, with text only. */

export function copyOf(templateId) {
  return document.getElementById(templateId).content.firstElementChild.cloneNode(true);
}

/** The element inside `root` that a template names with `data-part`. */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

export function parts(root, name) {
  return root.querySelectorAll(`[data-part="${name}"]`);
}

/** Writes texts into the parts of the same names; leaves alone what stands there already. */
export function write(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    setText(part(root, name), text);
  }
}

export function setText(element, text) {
  const wanted = String(text ?? "");
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

export function show(element, isShown) {
  element.hidden = !isShown;
}

/**
 * Makes the children of `container` match `items`: known ones stay and are updated, new ones are made, others go.
 *
 * An item has a unique `key`. Elements that stay are not moved when their order is right, so focus and scroll stay.
 */
export function match(container, items, make, update) {
  const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let next = container.firstElementChild;
  for (const item of items) {
    const element = known.get(item.key) ?? keyed(make(item), item.key);
    known.delete(item.key);
    update(element, item);
    if (element === next) {
      next = element.nextElementSibling;
    } else {
      container.insertBefore(element, next);
    }
  }
  known.forEach((element) => element.remove());
}

function keyed(element, key) {
  element.dataset.key = key;
  return element;
}
