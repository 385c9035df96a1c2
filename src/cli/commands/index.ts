import type { Command } from "../command.js";
import { analyze } from "./analyze.js";
import { badge } from "./badge.js";
import { compare } from "./compare.js";
import { flags } from "./flags.js";
import { gate } from "./gate.js";
import { rules } from "./rules.js";
import { sample } from "./sample.js";
import { schema } from "./schema.js";
import { timeline } from "./timeline.js";
import { verify } from "./verify.js";

/** All commands, in the order of the help text. */
export const COMMANDS: readonly Command[] = [analyze, gate, compare, timeline, rules, flags, sample, schema, verify, badge];
