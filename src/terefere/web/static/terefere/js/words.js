/** The only door to the words of the page's language, which `/words/` has put into the page. */

const words = globalThis.django ?? untranslated();

export function gettext(text) {
  return words.gettext(text);
}

export function ngettext(singular, plural, count) {
  return words.ngettext(singular, plural, count);
}

/** Puts values in place of `%(name)s`. */
export function fill(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}

/** The page's language as this browser's owner writes it (en-GB, de-AT), for dates and numbers. */
export function language() {
  const ofPage = document.documentElement.lang || "en";
  return navigator.languages.find((one) => one.split("-")[0] === ofPage) ?? ofPage;
}

function untranslated() {
  return {
    gettext: (text) => text,
    ngettext: (singular, plural, count) => (count === 1 ? singular : plural),
  };
}
