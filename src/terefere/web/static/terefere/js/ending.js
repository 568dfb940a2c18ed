import { confirmed } from "terefere/confirm.js";
import { gettext } from "terefere/words.js";

/** The ways out of a chat, each after a question. */
export class Ending {
  constructor(client, view) {
    Object.assign(this, { client, view });
  }

  /** What the × does: close for agents, leave for requesters, back to the list where nothing is left to end. */
  end(chat) {
    const way = ["close", "leave"].find((action) => chat?.may.includes(action));
    return way ? this[way](chat) : this.view.list();
  }

  label(chat) {
    if (chat.may.includes("close")) {
      return gettext("Close the chat");
    }
    return chat.may.includes("leave") ? gettext("Leave the chat") : gettext("Back to the conversations");
  }

  async close(chat) {
    const isWanted = await confirmed({
      title: gettext("Close this chat?"),
      text: gettext("Nobody can write in it any more. Everybody can still read and download it."),
      yes: gettext("Close the chat"),
    });
    if (isWanted) {
      this.client.close(chat.id);
    }
  }

  async leave(chat) {
    if (await confirmed(chat.state === "request" ? takingBack() : leaving())) {
      this.client.leave(chat.id);
    }
  }
}

function takingBack() {
  return {
    title: gettext("Stop waiting?"),
    text: gettext("Your request is taken back, and nobody will answer it."),
    yes: gettext("Stop waiting"),
  };
}

function leaving() {
  return {
    title: gettext("Leave this chat?"),
    text: gettext("You can come back until it is closed. You can download what was said."),
    yes: gettext("Leave the chat"),
  };
}
