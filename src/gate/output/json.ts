import { toJsonText } from "../../report/json.js";
import type { CheckReport } from "../check.js";

/** The result for programs, with everything that the other outputs show. */
export function renderCheckJson(report: CheckReport): string {
  return toJsonText(report);
}
