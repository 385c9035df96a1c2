import { readFileSync } from "node:fs";
import { readInputs } from "../../src/analysis/read-inputs.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import type { Window } from "../../src/metrics/metric.js";
import type { FigureName } from "../../src/predict/collection-model.js";
import { fitCollectionModel } from "../../src/predict/fit-collection-model.js";
import type { SettingsChange } from "../../src/predict/what-if.js";
import type { Timeline } from "../../src/timeline/timeline.js";

const FOLDER = new URL("runs/", import.meta.url).pathname;
const MB = 1024 ** 2;
/** From 3 s of load on, as the measured figures. */
export const LOADED: Window = { run: null, fromMs: 3400, toMs: Number.NaN };

export interface Rerun {
  readonly name: string;
  readonly service: string;
  readonly collector: string;
  readonly heapBytes: number;
  readonly goalMs: number | null;
  readonly youngBytes: number | null;
  readonly options: readonly string[];
  /** What a separate program measured; NaN where it did not. */
  readonly measured: Readonly<Record<FigureName, number>>;
}

/** Settings and measured figures of all runs. */
export function listReruns(): readonly Rerun[] {
  const [head = "", ...lines] = readFileSync(`${FOLDER}runs.csv`, "utf8").trim().split("\n");
  const columns = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    const text = (column: string): string => cells[columns.indexOf(column)] ?? "";
    const number = (column: string): number => (text(column) === "" ? Number.NaN : Number(text(column)));
    const given = (column: string, unit: number): number | null => (text(column) === "" ? null : number(column) * unit);
    const options = [`-Xmx${text("heap_mb")}m`, ...(text("goal_ms") === "" ? [] : [`-XX:MaxGCPauseMillis=${text("goal_ms")}`]), ...(text("young_mb") === "" ? [] : [`-Xmn${text("young_mb")}m`])];
    return {
      name: text("run"), service: text("service"), collector: text("collector"), heapBytes: number("heap_mb") * MB, goalMs: given("goal_ms", 1), youngBytes: given("young_mb", MB), options,
      measured: {
        youngPerSecond: number("young_per_s"), p50Ms: number("young_p50_ms"), meanMs: number("young_mean_ms"), p90Ms: number("young_p90_ms"), longestMs: number("young_max_ms"),
        pauseShare: number("pause_overhead"), gcCpuCores: number("gc_cpu_cores"),
      },
    };
  });
}

const timelines = new Map<string, Promise<Timeline>>();

export function timelineOfRun(name: string): Promise<Timeline> {
  const known = timelines.get(name) ?? resolveInputs([`${FOLDER}${name}.log.gz`]).then((files) => readInputs(files)).then(({ timeline }) => timeline);
  timelines.set(name, known);
  return known;
}

export async function modelOfRun(run: Rerun): Promise<ReturnType<typeof fitCollectionModel>> {
  return fitCollectionModel(await timelineOfRun(run.name), LOADED, { options: run.options });
}

/** What has to change to get from one run to another; null for repeats and other services or collectors. */
export function changeBetween(from: Rerun, to: Rerun): SettingsChange | null {
  if (from.service !== to.service || from.collector !== to.collector) return null;
  const change: SettingsChange = {
    ...(to.heapBytes === from.heapBytes ? {} : { heapBytes: to.heapBytes }),
    ...(to.youngBytes === null ? {} : { youngBytes: to.youngBytes }),
    ...(to.goalMs === null ? {} : { pauseGoalMs: to.goalMs }),
    ...(isPinned(from) && !isPinned(to) ? { backToDefault: true as const } : {}),
  };
  return Object.keys(change).length === 0 || from === to ? null : change;
}

export function isPinned({ goalMs, youngBytes }: Rerun): boolean {
  return goalMs !== null || youngBytes !== null;
}
