import { type JfrStruct, textOf } from "./jfr-record.js";

/** Flags whose values become start-up facts; all others matter only when they are not at their default. */
const FACT_FLAGS: ReadonlySet<string> = new Set([
  "MaxGCPauseMillis", "G1HeapRegionSize", "InitiatingHeapOccupancyPercent", "G1PeriodicGCInterval", "SoftMaxHeapSize",
  "ShenandoahGCHeuristics", "ShenandoahGCMode", "ShenandoahUncommit", "ZUncommit", "ZGenerational", "AlwaysPreTouch",
  "UseLargePages", "UseNUMA", "UseEpsilonGC",
]);

/** Flags of the JVM as events tell them: values of the interesting ones, and a command line of those not at their default. */
export class FlagList {
  private readonly values = new Map<string, string>();
  private readonly written = new Set<string>();
  private texts: string[] = [];

  add(fields: JfrStruct): void {
    const name = textOf(fields, "name");
    const value = textOf(fields, "value");
    if (name === null || value === null) return;
    if (FACT_FLAGS.has(name)) this.values.set(name, value);
    if (textOf(fields, "origin") === "Default" || this.written.has(name) || /\s/.test(value)) return;
    this.written.add(name);
    this.texts.push(value === "true" ? `-XX:+${name}` : value === "false" ? `-XX:-${name}` : `-XX:${name}=${value}`);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | null {
    return this.values.get(name) ?? null;
  }

  number(name: string): number {
    const value = this.values.get(name);
    return value === undefined ? Number.NaN : Number(value);
  }

  /** The values have been made facts; they are not to become facts again. */
  forgetValues(): void {
    this.values.clear();
  }

  /** Flags not at their default since the last call, as one command line; command-line and ergonomic ones alike. */
  drainText(): string {
    const text = this.texts.join(" ");
    this.texts = [];
    return text;
  }
}
