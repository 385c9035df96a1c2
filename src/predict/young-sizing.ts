import { parseOptions } from "../jvm-options/parse-options.js";
import { findSetting } from "../jvm-options/jvm-option.js";
import type { YoungSizing } from "./collection-model.js";
import { LARGEST_YOUNG_SHARE, SMALLEST_YOUNG_SHARE } from "./eden-size.js";
import type { YoungCollection } from "../metrics/g1-young-collections.js";

/** Flags that set the size of the young generation by hand. */
const YOUNG_FLAGS = ["NewSize", "MaxNewSize", "NewRatio"] as const;
/** Eden below this share of what free space allows is held down by something. */
const HELD_SHARE = 0.55;
/** Without the command line, as many collections with the same young size mean that it is fixed. */
const LEAST_EQUAL = 6;

/**
 * How the young generation got its size: by the options where they are known; otherwise it counts as fixed when it was the
 * same at all collections, and as held by the goal when it is far below what free space allows or at its floor.
 */
export function findYoungSizing(collections: readonly YoungCollection[], options: readonly string[] | null, usualEdenBytes: number, freeEdenBytes: number, heapBytes: number, regionBytes: number): YoungSizing {
  if (options !== null) {
    const parsed = parseOptions(options);
    if (YOUNG_FLAGS.some((flag) => findSetting(parsed, flag) !== null)) return "fixed";
    return usualEdenBytes < HELD_SHARE * freeEdenBytes ? "goal" : "free";
  }
  const young = collections.filter(({ isMixed, hasFailed }) => !isMixed && !hasFailed).map(({ edenBytes, survivorBytes }) => edenBytes + survivorBytes);
  const largest = Math.max(...young);
  const isEqual = young.length >= LEAST_EQUAL && largest - Math.min(...young) <= regionBytes;
  const isAtBound = largest <= SMALLEST_YOUNG_SHARE * heapBytes + regionBytes || largest >= LARGEST_YOUNG_SHARE * heapBytes - regionBytes;
  if (isEqual && !isAtBound) return "fixed";
  return usualEdenBytes < HELD_SHARE * freeEdenBytes ? "goal" : "free";
}
