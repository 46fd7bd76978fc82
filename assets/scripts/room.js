// The work rooms: everything live. Each module is one subject; this file only starts them, in order.
import "./lib/htmx.js";
import { startClock } from "./lib/clock.js";
import { startDialogs } from "./lib/dialogs.js";
import { forgetDraftsAtSignOut, startDrafts } from "./lib/draft.js";
import { startFacts } from "./lib/facts.js";
import { guardForms } from "./lib/forms.js";
import { startKeys } from "./lib/keys.js";
import { startLive } from "./lib/live.js";
import { showKeptMessages } from "./lib/messages.js";
import { startMorph } from "./lib/morph.js";
import { startPager } from "./lib/pager.js";
import { startRefusals } from "./lib/refusals.js";

guardForms();
startMorph();
startLive();
startRefusals();
startFacts();
startKeys();
startDialogs();
showKeptMessages();
startDrafts();
forgetDraftsAtSignOut();
startPager();
startClock();
