const WEB_ADDRESS = /\bhttps?:\/\/[^\s<>"'`´‘’“”«»]+/giu;
const NOT_AT_THE_END = /[.,:;!?…*_~]+$/u;
const BRACKETS = { ")": "(", "]": "[", "}": "{" };

/** The text as DOM nodes, with its web addresses as links. Nothing in it is ever read as HTML. */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  for (const piece of pieces(text)) {
    fragment.append(piece.isLink ? linkTo(piece.text) : piece.text);
  }
  return fragment;
}

/** `{text, isLink}` pieces, which joined are the text again. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(WEB_ADDRESS)) {
    const address = addressIn(match[0]);
    found.push({ text: text.slice(end, match.index), isLink: false }, { text: address, isLink: URL.canParse(address) });
    end = match.index + address.length;
  }
  found.push({ text: text.slice(end), isLink: false });
  return found.filter((piece) => piece.text);
}

/** Without the punctuation of the sentence around it. */
function addressIn(match) {
  const trimmed = match.replace(NOT_AT_THE_END, "");
  const opening = BRACKETS[trimmed.at(-1)];
  const isUnbalanced = opening && trimmed.split(opening).length < trimmed.split(trimmed.at(-1)).length;
  return isUnbalanced ? addressIn(trimmed.slice(0, -1)) : trimmed;
}

function linkTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noopener noreferrer";
  link.target = "_blank";
  link.textContent = address;
  return link;
}
