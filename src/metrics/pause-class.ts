/** What a pause does, across collectors. */
export const PAUSE_CLASSES = ["young", "mixed", "full", "degenerated", "initialMark", "remark", "cleanup", "other"] as const;
export type PauseClass = (typeof PAUSE_CLASSES)[number];

/**
 * What a pause of this kind does. `Young (Normal)`, `Young (Concurrent Start)` and `Young (Prepare Mixed)` are young,
 * `Young (Mixed)` is mixed; Shenandoah's and CMS's marking pauses count with the G1 ones of the same task. Short stops of
 * ZGC and Shenandoah that only switch phases are "other".
 */
export function classifyPause(kind: string): PauseClass {
  const words = kind.toLowerCase();
  if (words.startsWith("full")) return "full";
  if (words.startsWith("degenerated")) return "degenerated";
  if (words.startsWith("young")) return words.includes("(mixed)") ? "mixed" : "young";
  if (words.startsWith("mixed")) return "mixed";
  if (words.startsWith("initial mark") || words.startsWith("init mark") || words.startsWith("cms initial mark")) return "initialMark";
  if (words.startsWith("remark") || words.startsWith("final mark") || words.startsWith("cms final remark") || words.startsWith("final remark")) return "remark";
  if (words.startsWith("cleanup")) return "cleanup";
  return "other";
}
