// Changes models and their versions.
import "../Frame/frame.js";
import { listenForForms } from "../Parts/api-form.js";

listenForForms();
