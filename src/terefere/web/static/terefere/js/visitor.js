import { gettext } from "terefere/words.js";

/** Makes the person behind this browser a public user of that name. Throws an error with a sentence for people. */
export async function introduce(name, { visitorUrl, csrf }) {
  const answer = await post(visitorUrl, { name }, csrf);
  if (!answer.ok) {
    throw new Error((await answer.json().catch(() => ({}))).message ?? gettext("This did not work. Please try again."));
  }
}

/** The channels that can be chosen, before there is a connection that tells. Throws where the server does not answer. */
export async function fetchChannels({ channelsUrl }) {
  const answer = await reached(fetch(channelsUrl, { headers: { Accept: "application/json" } }));
  return (await answer.json()).channels;
}

async function post(url, values, csrf) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return reached(fetch(url, { method: "POST", headers, body: JSON.stringify(values) }));
}

async function reached(asked) {
  try {
    return await asked;
  } catch {
    throw new Error(gettext("The server cannot be reached. Please try again; what you typed is kept."));
  }
}
