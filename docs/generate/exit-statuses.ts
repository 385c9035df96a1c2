import { EXIT } from "../../src/cli/io.js";

/** What each exit status means, in words. */
export const EXIT_STATUSES: readonly (readonly [status: number, meaning: string])[] = [
  [EXIT.ok, "fine"],
  [EXIT.failed, "a limit or a comparison failed, a rule or a JVM option is not valid"],
  [EXIT.usage, "the command line, the configuration, a limit or a rule is wrong"],
  [EXIT.input, "an input cannot be read, or an output not written"],
  [EXIT.notJudged, "nothing could be judged"],
];
