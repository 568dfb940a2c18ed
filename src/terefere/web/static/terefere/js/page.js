import { Client } from "terefere/client.js";
import { Notify } from "terefere/notify.js";
import { PartOfPage } from "terefere/part-of-page.js";
import { View } from "terefere/view.js";
import { alertPerson } from "terefere/alerts.js";
import { goneText } from "terefere/wording.js";

const SHOWN_WHERE_TYPED = ["start-chat", "post-message"];

/** Brings a page to life: one client, one view, and every element of ours joined to them. */
export function bringToLife() {
  const setup = dataOf("terefere-setup");
  const client = new Client(addressOf(setup.socket));
  const view = new View(setup.audience);
  const world = { client, view, setup, texts: dataOf("terefere-texts"), notify: new Notify(client, view), asked: new Set() };
  client.addEventListener("settled", ({ detail }) => complain(client, detail));
  client.connection.addEventListener("frame", ({ detail }) => leave(detail));
  [...document.querySelectorAll("*")].filter((one) => one instanceof PartOfPage).reverse().forEach((one) => joinOne(one, world));
  if (setup.person) {
    client.connect();
  }
}

/** An element that fails must not leave the others without life. */
function joinOne(element, world) {
  try {
    element.join(world);
  } catch (problem) {
    reportError(problem);
  }
}

/** Who has signed out, perhaps in another tab, leaves nothing behind to be read. See `rescue.html`. */
function leave({ type, code }) {
  if (type === "bye" && code === "signed_out") {
    dispatchEvent(new Event("load-again"));
  }
}

function dataOf(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function addressOf(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

function complain(client, { item, refusal }) {
  if (refusal && !SHOWN_WHERE_TYPED.includes(item.frame.type)) {
    const taken = client.state.taken[item.frame.chat];
    const isLate = refusal.code === "already_accepted" && taken;
    alertPerson(isLate ? goneText(taken) : refusal.message);
  }
}
