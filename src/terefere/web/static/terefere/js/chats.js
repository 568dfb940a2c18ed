/** A chat as the page knows it: made from a snapshot, changed by events and signals. */

const TYPING_MILLISECONDS = 6_000;

export function chatFrom(snapshot, head) {
  return {
    id: snapshot.chat,
    state: snapshot.state,
    channelName: snapshot.channel_name,
    created: snapshot.created,
    accepted: snapshot.accepted,
    ended: snapshot.ended,
    participants: Object.fromEntries(snapshot.participants.map((one) => [one.number, one])),
    me: snapshot.me,
    may: snapshot.may,
    online: snapshot.here,
    entries: snapshot.events,
    oldest: snapshot.events[0]?.seq ?? head + 1,
    more: snapshot.more,
    typing: {},
  };
}

const CHANGES = {
  "chat-requested": (chat, { event }) => withParticipant(chat, event.requester),
  "message-posted": (chat, { seq, event }) => said(chat, event, seq),
  "chat-accepted": (chat, { at, event }) => ({
    ...withParticipant(chat, event.agent),
    state: "active",
    accepted: at,
    online: [...new Set([...chat.online, event.agent.number])],
  }),
  "requester-left": (chat, { event }) => changeParticipant(chat, event.by, { here: false }),
  "requester-returned": (chat, { event }) => changeParticipant(chat, event.by, { here: true }),
  "chat-cancelled": (chat, { at }) => ({ ...chat, state: "cancelled", ended: at }),
  "chat-closed": (chat, { at }) => ({ ...chat, state: "closed", ended: at }),
};

export function withEvent(chat, { seq, at, event, id }) {
  const changed = CHANGES[event.type]?.(chat, { seq, at, event }) ?? chat;
  return {
    ...changed,
    may: allowed(changed, event),
    entries: [...chat.entries, { seq, at, event, id }],
  };
}

/** The snapshot says what one may do; these are the events that change it. */
function allowed(chat, event) {
  if (hasEnded(chat)) {
    return chat.may.filter((action) => action === "download");
  }
  if (isRequester(chat)) {
    return allowedToRequester(chat);
  }
  return event.type === "chat-accepted" ? chat.may.filter((action) => action !== "accept") : chat.may;
}

function allowedToRequester(chat) {
  if (chat.state === "request") {
    return ["write", "leave"];
  }
  return chat.participants[chat.me].here ? ["write", "leave", "download"] : ["return", "download"];
}

export function withHistory(chat, { events, more }) {
  const older = events.filter((entry) => entry.seq < chat.oldest);
  return {
    ...chat,
    entries: [...older, ...chat.entries],
    oldest: older[0]?.seq ?? chat.oldest,
    more: more && older.length > 0,
  };
}

export function withTyping(chat, { by }, now) {
  return { ...chat, typing: { ...chat.typing, [by]: now + TYPING_MILLISECONDS } };
}

export function withPresence(chat, { by, online }) {
  const others = chat.online.filter((number) => number !== by);
  return { ...chat, online: online ? [...others, by] : others };
}

/** Receipts only grow: an older one that comes late changes nothing. */
export function withReceipts(chat, { by, delivered, read }) {
  const known = chat.participants[by];
  return known
    ? changeParticipant(chat, by, {
        delivered: Math.max(known.delivered, delivered, read),
        read: Math.max(known.read, read),
      })
    : chat;
}

export function hasEnded(chat) {
  return chat.state === "closed" || chat.state === "cancelled";
}

export function takesPart(chat) {
  return chat.me !== null;
}

export function isRequester(chat) {
  return chat.participants[chat.me]?.level === "requester";
}

function said(chat, { by, read }, seq) {
  const { [by]: until, ...typing } = chat.typing;
  const known = chat.participants[by]?.read ?? 0;
  return withReceipts({ ...chat, typing }, { by, delivered: seq, read: Math.max(known, read ?? 0) });
}

function withParticipant(chat, participant) {
  return { ...chat, participants: { ...chat.participants, [participant.number]: participant } };
}

function changeParticipant(chat, number, changes) {
  return withParticipant(chat, { ...chat.participants[number], ...changes });
}
