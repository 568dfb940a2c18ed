/** Questions about a chat that a page asks before it shows it. */

import { hasEnded, takesPart } from "terefere/chats.js";

/** The other side: the agents for a requester, the requester for an agent. */
export function others(chat) {
  const everybody = Object.values(chat.participants);
  const mine = chat.participants[chat.me]?.level ?? "owner";
  return everybody.filter((one) => (mine === "requester") !== (one.level === "requester"));
}

export function isOnline(chat) {
  return others(chat).some((one) => one.here && chat.online.includes(one.number));
}

export function typists(chat, now) {
  return Object.values(chat.participants).filter((one) => one.number !== chat.me && chat.typing[one.number] > now);
}

export function unreadCount(chat) {
  return takesPart(chat) ? unread(chat).length : 0;
}

export function unread(chat) {
  const read = chat.participants[chat.me]?.read ?? 0;
  return chat.entries.filter(
    ({ seq, event }) => seq > read && event.type === "message-posted" && event.by !== chat.me,
  );
}

export function lastMessage(chat) {
  return chat.entries.findLast(({ event }) => event.type === "message-posted") ?? null;
}

/** How far my message came: `sent`, `delivered` or `read` by the other side. */
export function receiptOf(chat, seq) {
  const side = others(chat);
  if (side.some((one) => one.read >= seq)) {
    return "read";
  }
  return side.some((one) => one.delivered >= seq) ? "delivered" : "sent";
}

/** My conversations that have not ended, the last changed first. */
export function openChats(state) {
  return Object.values(state.chats)
    .filter((chat) => takesPart(chat) && !hasEnded(chat))
    .sort((one, other) => lastChange(other) - lastChange(one));
}

/** My conversations that have ended, those known in full and those known by name only, as `EndedChat`s. */
export function endedChats(state) {
  const known = new Set(state.ended.map(({ chat }) => chat));
  const live = Object.values(state.chats).filter(
    (chat) => takesPart(chat) && hasEnded(chat) && !known.has(chat.id),
  );
  return [...live.map(asEnded), ...state.ended].sort((one, other) => other.ended - one.ended);
}

export function nameOfOthers(chat) {
  return others(chat).map((one) => one.name).join(", ");
}

export function unreadInAll(state) {
  return Object.values(state.chats).reduce((sum, chat) => sum + unreadCount(chat), 0);
}

function lastChange(chat) {
  return chat.entries.at(-1)?.at ?? chat.created;
}

function asEnded(chat) {
  return {
    chat: chat.id,
    state: chat.state,
    channel_name: chat.channelName,
    title: nameOfOthers(chat),
    created: chat.created,
    ended: chat.ended,
  };
}
