import { PauselineError } from "../errors/pauseline-error.js";
import { findMetric } from "./catalog.js";
import type { Measurement, MetricSource } from "./metric.js";

/** Gives metrics of one source by name. */
export interface Measurer {
  readonly source: MetricSource;
  /** The metric's value, computed when first asked for. Throws a PauselineError ("usage") for a name the catalog does not have. */
  measure(name: string): Measurement;
  /** What was asked for so far, by name, in order of asking. */
  measured(): ReadonlyMap<string, Measurement>;
}

/**
 * Evaluates metrics of a source, each at most once. `outside` holds measurements of other stages (latency, correlation, check of
 * the command line) by catalog name; they win over the catalog, which only knows that such metrics exist.
 */
export function createMeasurer(source: MetricSource, outside: ReadonlyMap<string, Measurement> = new Map()): Measurer {
  const known = new Map<string, Measurement>(outside);
  return {
    source,
    measure(name) {
      const earlier = known.get(name);
      if (earlier !== undefined) return earlier;
      const definition = findMetric(name);
      if (definition === undefined) {
        throw new PauselineError("usage", `There is no metric called "${name}"`, { hint: "The names are listed in the metric reference" });
      }
      const measurement = definition.compute(source);
      known.set(name, measurement);
      return measurement;
    },
    measured: () => known,
  };
}
