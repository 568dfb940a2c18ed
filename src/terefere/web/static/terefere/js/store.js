import { chatFrom, takesPart, withEvent, withHistory, withPresence, withReceipts, withTyping } from "terefere/chats.js";
import { requestsFrom, withChannelEvent } from "terefere/requests.js";

/** What the page knows. Only `reduce` makes a new one; nothing in it is ever changed in place. */
export const NOTHING = Object.freeze({
  you: null,
  channels: null,
  longestMessage: 3_800,
  noAnswerSeconds: 60,
  skew: 0,
  streams: {},
  gaps: {},
  chats: {},
  requests: {},
  taken: {},
  open: [],
  ended: [],
});

const FRAMES = {
  welcome: onWelcome,
  event: onEvent,
  hidden: onHidden,
  resync: onResync,
  gone: onGone,
  history: onHistory,
  channels: (state, frame) => ({ ...state, channels: frame.channels }),
  typing: (state, frame, now) => changeChat(state, frame.stream, (chat) => withTyping(chat, frame, now)),
  seen: (state, frame) => changeChat(state, frame.stream, (chat) => withReceipts(chat, frame)),
  presence: (state, frame) => changeChat(state, frame.stream, (chat) => withPresence(chat, frame)),
};

/** The state after a frame. `now` is this browser's clock in milliseconds. */
export function reduce(state, frame, now) {
  return FRAMES[frame.type]?.(state, frame, now) ?? state;
}

/** Forget a chat that is not looked at any longer. */
export function without(state, stream) {
  return onGone(state, { stream });
}

export function numberOf(stream) {
  return Number(stream.slice(stream.indexOf(":") + 1));
}

function kindOf(stream) {
  return stream.slice(0, stream.indexOf(":"));
}

function onWelcome(state, frame, now) {
  const known = state.you && state.you.stream !== frame.you.stream ? NOTHING : state;
  return {
    ...known,
    you: frame.you,
    channels: frame.channels,
    longestMessage: frame.longest_message,
    noAnswerSeconds: frame.no_answer_seconds,
    skew: frame.time - now,
    gaps: {},
  };
}

function onEvent(state, frame, now) {
  const place = placeOf(state, frame);
  if (place !== "next") {
    return place === "gap" ? withGap(state, frame.stream) : state;
  }
  return happen(advance(state, frame.stream, frame.seq), frame, now);
}

function onHidden(state, frame) {
  const place = placeOf(state, frame);
  if (place !== "next") {
    return place === "gap" ? withGap(state, frame.stream) : state;
  }
  return advance(state, frame.stream, frame.seq);
}

function placeOf(state, { stream, seq }) {
  const position = state.streams[stream];
  if (position === undefined || seq > position + 1) {
    return "gap";
  }
  return seq === position + 1 ? "next" : "known";
}

function withGap(state, stream) {
  return { ...state, gaps: { ...state.gaps, [stream]: true } };
}

function advance(state, stream, seq) {
  const { [stream]: closed, ...gaps } = state.gaps;
  return { ...state, gaps: closed ? gaps : state.gaps, streams: { ...state.streams, [stream]: seq } };
}

function happen(state, frame, now) {
  switch (kindOf(frame.stream)) {
    case "chat":
      return changeChat(state, frame.stream, (chat) => withEvent(chat, frame));
    case "channel":
      return withChannelEvent(state, numberOf(frame.stream), frame.event, now);
    default:
      return onPersonEvent(state, frame.event);
  }
}

/** Who joined a chat that was only looked at so far must learn it anew, as a participant. */
function onPersonEvent(state, event) {
  const known = state.chats[event.chat];
  if (event.type !== "chat-joined" || (known && takesPart(known))) {
    return state;
  }
  const { [`chat:${event.chat}`]: position, ...streams } = state.streams;
  return withGap({ ...state, streams, open: [...state.open, event.chat] }, `chat:${event.chat}`);
}

function onResync(state, frame) {
  return learn(advance(state, frame.stream, frame.head), frame.snapshot, frame.head);
}

function learn(state, snapshot, head) {
  switch (snapshot.type) {
    case "chat":
      return { ...state, chats: { ...state.chats, [snapshot.chat]: chatFrom(snapshot, head) } };
    case "channel":
      return { ...state, requests: { ...state.requests, [snapshot.channel]: requestsFrom(snapshot) } };
    default:
      return { ...state, open: snapshot.open, ended: snapshot.ended };
  }
}

function onGone(state, { stream }) {
  const number = numberOf(stream);
  const { [stream]: position, ...streams } = state.streams;
  const { [stream]: gap, ...gaps } = state.gaps;
  const field = kindOf(stream) === "chat" ? "chats" : "requests";
  const { [number]: gone, ...kept } = state[field];
  return { ...state, streams, gaps, [field]: kept };
}

function onHistory(state, frame) {
  return changeChat(state, frame.stream, (chat) => withHistory(chat, frame));
}

function changeChat(state, stream, change) {
  const number = numberOf(stream);
  const chat = state.chats[number];
  return chat ? { ...state, chats: { ...state.chats, [number]: change(chat) } } : state;
}
