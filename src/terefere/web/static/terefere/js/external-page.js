import "terefere/after-chat.js";
import "terefere/banner.js";
import "terefere/bubble.js";
import "terefere/channel-choice.js";
import "terefere/composer.js";
import "terefere/conversation-list.js";
import "terefere/conversation.js";
import "terefere/log.js";
import "terefere/new-conversation.js";
import "terefere/open-chat.js";
import "terefere/switches.js";
import { bringToLife } from "terefere/page.js";

bringToLife();
