import { copyOf, part, setText, show, write } from "terefere/dom.js";
import { fullMoment, timeOfDay } from "terefere/times.js";
import { gettext } from "terefere/words.js";
import { linked } from "terefere/links.js";

/** The one renderer of the lines of a log. */
export function makeLine(line) {
  const element = copyOf(`terefere-${line.kind}`);
  return line.kind === "message" ? said(element, line) : element;
}

export function updateLine(element, line) {
  if (line.kind === "message") {
    updateMessage(element, line);
  } else {
    write(element, { text: line.text });
    stamp(element, line);
  }
}

/** What was said never changes, so it is written once. */
function said(element, line) {
  part(element, "text").append(linked(line.text));
  element.classList.toggle("mine", line.isMine);
  return element;
}

function updateMessage(element, line) {
  setText(part(element, "author"), line.isMine ? gettext("You") : line.author);
  part(element, "author").classList.toggle("visually-hidden", line.isMine || !line.isFirst);
  element.classList.toggle("first", line.isFirst);
  stamp(element, line);
  drawState(element, line.state);
  drawFailure(element, line);
}

function stamp(element, { at }) {
  const time = part(element, "time");
  if (time && time.dataset.at !== String(at)) {
    time.dataset.at = at;
    time.dateTime = new Date(at).toISOString();
    time.title = fullMoment(at);
    setText(time, timeOfDay(at));
  }
}

function drawState(element, state) {
  const place = part(element, "state");
  if (place.dataset.state !== state) {
    place.dataset.state = state;
    const drawn = document.getElementById("terefere-states").content.querySelector(`[data-state="${state}"]`);
    place.replaceChildren(...(drawn ? [drawn.cloneNode(true)] : []));
  }
}

function drawFailure(element, line) {
  const failure = part(element, "failure");
  show(failure, line.state === "failed");
  setText(part(element, "refusal"), line.refusal);
  failure.dataset.item = line.id ?? "";
}
