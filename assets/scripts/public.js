// Public pages and sign-in: clocks and forms, nothing live.
import { startClock } from "./lib/clock.js";
import { guardForms } from "./lib/forms.js";

guardForms();
startClock();
