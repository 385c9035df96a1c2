import type { Timeline } from "../timeline/timeline.js";
import type { RecordingDetails } from "./analysis.js";

const CALLERS_SHOWN = 10;
const FRAMES_SHOWN = 5;
const SITES_SHOWN = 10;

/** What only a recording tells: callers of System.gc(), where objects are allocated, what was kept. null when it tells none of it. */
export function recordingDetails({ systemGcCalls, allocationSites, cpuLoads, seen }: Timeline): RecordingDetails | null {
  if (!seen.has("recording")) return null;
  const young = allocationSites.filter(({ isOldObject }) => !isOldObject);
  const allBytes = young.reduce((sum, { bytes }) => sum + bytes, 0);
  const jvmShares = Array.from(cpuLoads.jvmUserShare, (user, row) => user + (cpuLoads.jvmSystemShare[row] as number));
  const details: RecordingDetails = {
    systemGcCallers: systemGcCalls.slice(0, CALLERS_SHOWN).map(({ frames, thread, count }) => ({ frames: frames.slice(0, FRAMES_SHOWN), thread, count })),
    allocationSites: young.slice(0, SITES_SHOWN).map(({ className, frame, bytes }) => ({ className, frame, bytes, share: allBytes > 0 ? bytes / allBytes : 0 })),
    oldObjects: allocationSites
      .filter(({ isOldObject }) => isOldObject)
      .toSorted((a, b) => b.samples - a.samples)
      .slice(0, SITES_SHOWN)
      .map(({ className, frame, samples }) => ({ className, frame, samples })),
    cpuLoad: { jvmMeanShare: meanOf(jvmShares), machineMeanShare: meanOf(cpuLoads.machineShare), throttledMs: growthOf(cpuLoads.throttledMs) },
  };
  const { systemGcCallers, oldObjects, cpuLoad } = details;
  const isEmpty = systemGcCallers.length + details.allocationSites.length + oldObjects.length === 0 && Object.values(cpuLoad).every((figure) => figure === null);
  return isEmpty ? null : details;
}

function meanOf(shares: ArrayLike<number>): number | null {
  const known = Array.from(shares).filter((share) => !Number.isNaN(share));
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}

/** Totals that only grow: how much they grew; null with fewer than two samples. */
function growthOf(totals: Float64Array): number | null {
  const known = totals.filter((total) => !Number.isNaN(total));
  return known.length < 2 ? null : Math.max(0, (known.at(-1) as number) - (known[0] as number));
}
