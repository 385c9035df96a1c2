import type { Options } from "yargs";
import { ACCEPTABLE } from "../schema/config-schema.js";

/** How `gate` and `compare` tell their result. */
export const CHECK_OUTPUT_OPTIONS: Readonly<Record<string, Options>> = {
  format: { type: "string", array: true, nargs: 1, choices: ["text", "json", "markdown", "junit", "sarif", "github"], describe: "what to print on standard output (repeatable); text unless told" },
  out: { type: "string", requiresArg: true, describe: "folder for comment.md, result.json, junit.xml and result.sarif" },
  github: { type: "boolean", default: false, describe: "annotations, step summary and step outputs of GitHub Actions" },
  silent: { type: "boolean", default: false, describe: "write no comment.md when there is no finding" },
  "comment-name": { type: "string", requiresArg: true, describe: "tells several comments of one pull request apart" },
  "report-link": { type: "string", requiresArg: true, describe: "address of the full report, for the comment" },
};

/** How much worse is still fine, and what a comparison needs. */
export const COMPARISON_OPTIONS: Readonly<Record<string, Options>> = {
  tolerance: { type: "string", requiresArg: true, describe: "how much worse is still fine: 10%" },
  "run-noise": { type: "string", requiresArg: true, describe: "how much equal runs differ, for fewer than three runs a side: 10%" },
  "min-duration": { type: "string", requiresArg: true, describe: "shortest run, after warm-up, that gets a verdict: 5m" },
  accept: { type: "string", array: true, nargs: 1, choices: [...ACCEPTABLE], describe: "a difference between the runs that is meant to be there (repeatable)" },
};
