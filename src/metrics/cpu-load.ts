import { mainRunOf } from "./jvm.js";
import { quantileOf } from "./collection-causes.js";
import { measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { isInside } from "./wall-time.js";

const NEEDS_LOAD: MissingEvidence = { logTag: null, jfrEvent: "jdk.CPULoad" };
function loads({ timeline, steady }: MetricSource): Float64Array {
  const { cpuLoads } = timeline;
  const found: number[] = [];
  for (let row = 0; row < cpuLoads.length; row++) {
    const share = cpuLoads.machineShare[row] as number;
    if (!Number.isNaN(share) && isInside(steady, cpuLoads.run[row] as number, cpuLoads.atMs[row] as number)) found.push(share);
  }
  return Float64Array.from(found);
}

/** Load and quota of processors, and threads beyond them. */
export const CPU_LOAD_METRICS: readonly MetricDefinition[] = [
  {
    name: "cpu.machineP95Share", unit: "share", sentence: "Load of all processors of the machine, at the 95th percentile.", formula: "nearest rank over load samples after warm-up",
    compute: (source) => measured(quantileOf(loads(source), 0.95), loads(source).length, NEEDS_LOAD),
  },
  {
    name: "cpu.headroomShare", unit: "share", sentence: "Processor time that is left under load.", formula: "1 − 95th percentile of machine load",
    compute: (source) => measured(1 - quantileOf(loads(source), 0.95), loads(source).length, NEEDS_LOAD),
  },
  {
    name: "cpu.throttledMs", unit: "ms", sentence: "Time for which the container's CPU quota stopped the JVM.", formula: "growth of the throttled time over the recording",
    compute: ({ timeline }) => {
      const known = [...timeline.cpuLoads.throttledMs].filter((value) => !Number.isNaN(value));
      return measured(known.length === 0 ? Number.NaN : Math.max(...known) - Math.min(...known), known.length, { logTag: null, jfrEvent: "jdk.ContainerCPUThrottling" });
    },
  },
  {
    name: "cpu.workersOverCpus", unit: "count", sentence: "Worker threads of a pause beyond the processors there are.", formula: "parallel workers − processors, at least 0",
    compute: (source) => {
      const jvm = mainRunOf(source)?.jvm;
      const cpus = source.given.cpus ?? jvm?.cpus ?? null;
      return measured(cpus === null || jvm?.parallelWorkers == null ? Number.NaN : Math.max(0, jvm.parallelWorkers - cpus), 1, { logTag: "gc+init", jfrEvent: "jdk.GCConfiguration" });
    },
  },
];
