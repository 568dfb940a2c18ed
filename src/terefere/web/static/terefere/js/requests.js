/** The requests that wait in the channels an agent owns, and who took those that just went. */

const TAKEN_SHOWN_MILLISECONDS = 6_000;

export function requestsFrom(snapshot) {
  return Object.fromEntries(snapshot.requests.map((request) => [request.chat, request]));
}

export function withChannelEvent(state, channel, event, now) {
  switch (event.type) {
    case "request-listed":
      return withRequests(state, channel, { ...state.requests[channel], [event.request.chat]: event.request });
    case "request-accepted":
      return withoutRequest(withTaken(state, channel, event, now), channel, event.chat);
    case "request-missed":
      return withoutRequest(state, channel, event.chat);
    default:
      return state;
  }
}

/** Those that wait longest come first. */
export function waiting(state) {
  return Object.values(state.requests)
    .flatMap((ofChannel) => Object.values(ofChannel))
    .sort((one, other) => one.created - other.created || one.chat - other.chat);
}

/** Requests that somebody else has just accepted: `{request, by}` each. */
export function justTaken(state, now) {
  return Object.values(state.taken).filter(({ request, until }) => until > now && !state.open.includes(request.chat));
}

function withRequests(state, channel, requests) {
  return { ...state, requests: { ...state.requests, [channel]: requests } };
}

function withoutRequest(state, channel, chat) {
  const { [chat]: gone, ...others } = state.requests[channel] ?? {};
  return withRequests(state, channel, others);
}

function withTaken(state, channel, { chat, by }, now) {
  const request = state.requests[channel]?.[chat];
  if (!request) {
    return state;
  }
  return { ...state, taken: { ...state.taken, [chat]: { request, by, until: now + TAKEN_SHOWN_MILLISECONDS } } };
}
