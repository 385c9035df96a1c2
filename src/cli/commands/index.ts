import type { Command } from "../command.js";
import { analyze } from "./analyze.js";
import { timeline } from "./timeline.js";

/** All commands, in the order of the help text. */
export const COMMANDS: readonly Command[] = [analyze, timeline];
