/** What the log of a conversation shows, line by line: pure, from the chat to `{key, kind, …}`. */

import { fill, gettext } from "terefere/words.js";
import { dayName, isSameDay } from "terefere/times.js";
import { receiptOf } from "terefere/about.js";

const SYSTEM_LINES = {
  "chat-requested": ({ requester }, chat) =>
    requester.number === chat.me
      ? gettext("You asked for a chat")
      : fill(gettext("%(name)s asked for a chat"), requester),
  "chat-accepted": ({ agent }, chat) =>
    agent.number === chat.me
      ? gettext("You accepted the chat")
      : fill(gettext("%(name)s accepted the chat"), agent),
  "requester-left": ({ by }, chat) =>
    by === chat.me ? gettext("You left the chat") : fill(gettext("%(name)s left the chat"), person(chat, by)),
  "requester-returned": ({ by }, chat) =>
    by === chat.me ? gettext("You came back") : fill(gettext("%(name)s came back"), person(chat, by)),
  "chat-cancelled": ({ by }, chat) =>
    by === chat.me
      ? gettext("You took the request back")
      : fill(gettext("%(name)s left before anybody answered"), person(chat, by)),
  "chat-closed": ({ by }, chat) =>
    by === chat.me ? gettext("You closed the chat") : fill(gettext("%(name)s closed the chat"), person(chat, by)),
};

/** `pending` are the items of the outbox that belong to this chat. */
export function linesOf(chat, pending, now) {
  const lines = [...chat.entries.map((entry) => lineOf(chat, entry)).filter(Boolean), ...unsent(chat, pending)];
  return withDays(lines.map((line, place) => grouped(line, lines[place - 1])), now);
}

function lineOf(chat, { seq, at, event, id }) {
  if (event.type === "message-posted") {
    const isMine = event.by === chat.me;
    return {
      ...message(chat, id ?? seq, at, event.text, event.by),
      state: isMine ? receiptOf(chat, seq) : "",
    };
  }
  const words = SYSTEM_LINES[event.type];
  return words && { key: `system:${seq}`, kind: "system", at, text: words(event, chat) };
}

function unsent(chat, pending) {
  const stored = new Set(chat.entries.map((entry) => entry.id));
  return pending
    .filter(({ id }) => !stored.has(id))
    .map(({ id, at, frame, state, message: refusal }) => ({
      ...message(chat, id, at, frame.text, chat.me),
      id,
      state,
      refusal,
    }));
}

function message(chat, key, at, text, by) {
  return { key: `message:${key}`, kind: "message", at, text, by, isMine: by === chat.me, author: person(chat, by).name };
}

/** The name stands above the first of several messages of one author. */
function grouped(line, previous) {
  const goesOn = previous?.kind === "message" && previous.by === line.by && isSameDay(previous.at, line.at);
  return { ...line, isFirst: !goesOn };
}

function withDays(lines, now) {
  return lines.flatMap((line, place) => {
    const isNewDay = place === 0 || !isSameDay(lines[place - 1].at, line.at);
    return isNewDay ? [dayLine(line.at, now), line] : [line];
  });
}

function dayLine(at, now) {
  return { key: `day:${new Date(at).toDateString()}`, kind: "day", at, text: dayName(at, now) };
}

function person(chat, number) {
  return chat.participants[number] ?? { name: gettext("Somebody") };
}
