/** Sentences about a chat, as the heading and the edges of a conversation say them. */

import { fill, gettext, ngettext } from "terefere/words.js";
import { hasEnded, isRequester } from "terefere/chats.js";
import { isOnline, nameOfOthers, others, typists } from "terefere/about.js";

const KINDS = {
  agent: () => gettext("agent"),
  "customer-user": () => gettext("customer user"),
  "public-user": () => gettext("public user"),
};

const LEVELS = {
  requester: () => gettext("requester"),
  observer: () => gettext("observer"),
  participant: () => gettext("participant"),
  owner: () => gettext("owner"),
};

export function kindName(kind) {
  return KINDS[kind]();
}

export function nameOf(chat) {
  return nameOfOthers(chat) || (hasEnded(chat) ? gettext("Nobody answered") : gettext("New conversation"));
}

export function availabilityOf(chat) {
  if (hasEnded(chat)) {
    return "none";
  }
  if (chat.state === "request" && isRequester(chat)) {
    return "waiting";
  }
  return isOnline(chat) ? "available" : "offline";
}

/** Type, customer, channel and own level for agents; the channel for requesters. */
export function describe(chat) {
  const words = isRequester(chat) ? wordsForRequester(chat) : wordsForAgent(chat);
  return words.filter(Boolean).join(" · ");
}

export function typingText(chat, now) {
  const names = hasEnded(chat) ? [] : typists(chat, now).map(({ name }) => name);
  return names.length
    ? fill(ngettext("%(names)s is typing…", "%(names)s are typing…", names.length), { names: names.join(", ") })
    : "";
}

/** What a requester should know just now: wait, nobody answers yet, nobody is there. */
export function noticeFor(chat, { texts, noAnswerSeconds, now }) {
  if (!isRequester(chat) || hasEnded(chat) || !chat.participants[chat.me].here) {
    return "";
  }
  if (chat.state === "request") {
    return now - chat.created > noAnswerSeconds * 1000 ? texts["no-answer"] : texts.waiting;
  }
  return isOnline(chat) ? "" : gettext("Nobody is on line at the moment. What you write is kept and will be read.");
}

/** Why nothing can be written here. */
export function closedText(chat) {
  if (chat.state === "cancelled") {
    return gettext("The requester left before anybody answered. This conversation can only be read.");
  }
  return hasEnded(chat)
    ? gettext("This chat is closed. It can only be read.")
    : gettext("You can read this chat, but not write in it.");
}

export function endText(chat, texts) {
  return hasEnded(chat) ? texts["chat-ended"] : gettext("You left this chat. You can come back until it is closed.");
}

/** Why a conversation went out of reach; `taken` tells who accepted it, if somebody did. */
export function goneText(taken) {
  return taken
    ? fill(gettext("This request was already accepted by %(name)s."), { name: taken.by })
    : gettext("This conversation is not open to you any more.");
}

function wordsForRequester(chat) {
  if (hasEnded(chat)) {
    return [chat.channelName, gettext("ended")];
  }
  return [chat.state === "request" ? gettext("waiting for an answer") : presence(chat), chat.channelName];
}

function wordsForAgent(chat) {
  const [requester] = others(chat);
  const level = chat.participants[chat.me]?.level;
  return [
    hasEnded(chat) ? gettext("ended") : presence(chat),
    requester && kindName(requester.kind),
    requester?.customer,
    chat.channelName,
    level && LEVELS[level](),
  ];
}

function presence(chat) {
  return isOnline(chat) ? gettext("on line") : gettext("not on line");
}
