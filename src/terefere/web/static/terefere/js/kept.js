/** What this browser keeps for a person between visits. A browser that keeps nothing (private, full) is no error. */

const PREFIX = "terefere.";

export function recall(name, otherwise = null) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** Says whether it is kept. */
export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // nothing is kept here, so there is nothing to forget
  }
}

/** The names of everything kept that begin so, in order. */
export function namesBeginning(start) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + start));
    return keys.map((key) => key.slice(PREFIX.length)).sort();
  } catch {
    return [];
  }
}

/** Calls back when another tab changes something whose name begins so. */
export function whenChangedElsewhere(start, callBack) {
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(PREFIX + start)) {
      callBack(event.key.slice(PREFIX.length));
    }
  });
}
