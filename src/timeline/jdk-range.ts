import type { Collector, GcEvent, Stamp } from "../events/gc-event.js";
import type { JdkRange } from "./timeline.js";

type Bounds = readonly [from: number, to: number];
const ANY = Number.POSITIVE_INFINITY;
/** The old format ended with JDK 8, and older releases are not known here. */
const OLD_FORMAT: Bounds = [8, 8];
const UNIFIED: Bounds = [9, ANY];

/** Releases that run a collector, by what unified logs call it. */
const COLLECTORS: ReadonlyMap<Collector, Bounds> = new Map([
  ["CMS", [9, 13]], ["ZGC", [11, 23]], ["GenZGC", [21, ANY]], ["Shenandoah", [11, ANY]], ["GenShenandoah", [24, ANY]], ["Epsilon", [11, ANY]],
]);

/** Releases that know a cause of collections. */
const CAUSES: ReadonlyMap<string, Bounds> = new Map([
  ["G1 Periodic Collection", [12, ANY]], ["G1 Compaction Pause", [17, ANY]], ["G1 Preventive Collection", [17, 20]],
  ["CodeCache GC Threshold", [20, ANY]], ["CodeCache GC Aggressive", [20, ANY]],
]);

/** Serial, Parallel and CMS print the size of a generation before a collection as well from this release on. */
const BOTH_SIZES_FROM = 14;
/** G1 names its kinds of young pauses from this release on. */
const NAMED_YOUNG_FROM = 11;
/** From this release on every log with the tag `gc,init` says its version. */
const VERSION_LINE_FROM = 15;

/**
 * Narrows down which JDK wrote a log whose head does not say so (JDK 9 to 14 never do), by the shape of its messages. A shape
 * counts for the releases in which HotSpot's sources have it. Long-lived releases take over messages from later ones, so
 * only shapes are used that were not taken over.
 */
export class JdkEvidence {
  private from = 0;
  private to = ANY;
  private hasCollectorLine = false;
  private hasRegionSize = false;

  /** Takes in an event of a log; events of recordings say nothing, because recordings tell their JVM. */
  note(event: GcEvent, stamp: Stamp): void {
    if (event.type === "collector") this.hasCollectorLine = true;
    if (event.type === "jvmFact" && event.name === "regionBytes") this.hasRegionSize = true;
    // The messages of the old format say no more than that.
    if (event.type === "pause") this.limit(stamp.isOldFormat ? OLD_FORMAT : UNIFIED);
    if (stamp.isOldFormat) return;
    if (event.type === "spaceHeap") this.limit(Number.isNaN(event.beforeCapacityBytes) ? [9, BOTH_SIZES_FROM - 1] : [BOTH_SIZES_FROM, ANY]);
    if (event.type === "evacuationFailure" && event.what === "evacuation") this.limit([9, 17]);
    if (event.type !== "pause") return;
    if (event.evacuationFailure !== null) this.limit(event.evacuationFailure === "unknown" ? [18, 21] : [22, ANY]);
    this.limit(CAUSES.get(event.cause ?? "") ?? UNIFIED);
    if (event.kind.startsWith("Young (")) this.limit([NAMED_YOUNG_FROM, ANY]);
    else if (event.kind === "Mixed") this.limit([9, NAMED_YOUNG_FROM - 1]);
  }

  /** The releases that fit all that was seen; null when there is no pause to tell the format, or nothing fits. */
  finish(collector: Collector | null): JdkRange | null {
    let { from, to } = this;
    if (from >= UNIFIED[0]) {
      const [first, last] = (collector === null ? undefined : COLLECTORS.get(collector)) ?? UNIFIED;
      from = Math.max(from, first);
      to = Math.min(to, last);
      // The version stands between these two lines where it is printed at all.
      if (this.hasCollectorLine && this.hasRegionSize) to = Math.min(to, VERSION_LINE_FROM - 1);
    }
    return from === 0 || from > to ? null : { from, to: to === ANY ? null : to };
  }

  private limit([from, to]: Bounds): void {
    this.from = Math.max(this.from, from);
    this.to = Math.min(this.to, to);
  }
}
