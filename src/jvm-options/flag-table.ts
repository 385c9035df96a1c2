import type { Collector } from "../events/gc-event.js";
import { FLAG_ROWS } from "./flag-rows.js";
import { OTHER_FLAG_ROWS } from "./other-flag-rows.js";

/**
 * What a JVM does with a flag at start: takes it; takes it with a warning; warns and goes on without it; refuses to
 * start; or nobody established it. "unknown" counts as not allowed wherever a flag is recommended.
 */
export type FlagStatus = "accepted" | "deprecated" | "ignored" | "error" | "unknown";
export type FlagKind = "product" | "manageable" | "experimental" | "diagnostic";

/** A flag as one JDK sees it. */
export interface FlagOnJdk {
  readonly name: string;
  /** HotSpot's type: bool, intx, uintx, int, uint, uint64_t, size_t, double, ccstr, ccstrlist; "number" where only that is known. */
  readonly type: string;
  readonly status: FlagStatus;
  /** Null where the flag does not exist, or is an alias. */
  readonly kind: FlagKind | null;
  /** The option that has to come before this flag. */
  readonly unlock: "UnlockExperimentalVMOptions" | "UnlockDiagnosticVMOptions" | null;
  /** True when that very release was started with the flag; false when read from source or neighbors. */
  readonly verified: boolean;
  readonly min: number | null;
  readonly max: number | null;
  /** False for flags outside collection, memory and logging, which are only known in part. */
  readonly isListed: boolean;
}

export const FIRST_JDK = 8;
export const LAST_JDK = 26;

const STARTED_JDKS: ReadonlySet<number> = new Set([8, 11, 17, 21, 25, 26]);
const STATUSES: Readonly<Record<string, FlagStatus>> = { A: "accepted", D: "deprecated", I: "ignored", E: "error", "?": "unknown" };
const KINDS: Readonly<Record<string, FlagKind>> = { p: "product", m: "manageable", x: "experimental", d: "diagnostic" };

/**
 * Stable for all of 8–26, yet with announced changes in 27 (renamed or about to be refused), so 27 stays unknown for them.
 */
const CHANGING_AFTER_LAST_JDK: ReadonlySet<string> = new Set(["InitiatingHeapOccupancyPercent"]);

const COLLECTOR_KEYS: Readonly<Record<Collector, string>> = {
  Serial: "serial", Parallel: "parallel", G1: "g1", ZGC: "z", GenZGC: "genz",
  Shenandoah: "shenandoah", GenShenandoah: "genshen", CMS: "cms", Epsilon: "epsilon",
};

interface FlagRow {
  readonly name: string;
  readonly type: string;
  readonly statuses: string;
  readonly kinds: string;
  readonly ranges: string;
  readonly defaults: string;
  readonly collectorDefaults: string;
  readonly isListed: boolean;
}

let table: ReadonlyMap<string, FlagRow> | null = null;

function flagRows(): ReadonlyMap<string, FlagRow> {
  if (table !== null) return table;
  const rows = new Map<string, FlagRow>();
  for (const line of OTHER_FLAG_ROWS.trim().split("\n")) {
    const [elsewhere = "?", type = "number", kind = "p", names = ""] = line.split("|");
    const statuses = elsewhere === "A" ? "A".repeat(19) : "?????????A?????????";
    for (const name of names.split(" ")) {
      rows.set(name, { name, type, statuses, kinds: kind.repeat(19), ranges: "", defaults: "", collectorDefaults: "", isListed: false });
    }
  }
  for (const line of FLAG_ROWS.trim().split("\n")) {
    const [name = "", type = "number", statuses = "", kinds = "", ranges = "", defaults = "", collectorDefaults = ""] = line.split("|");
    rows.set(name, { name, type, statuses: expandRuns(statuses), kinds: expandRuns(kinds), ranges, defaults, collectorDefaults, isListed: true });
  }
  table = rows;
  return rows;
}

/** "A3E16" → "AAAEEEEEEEEEEEEEEEE". */
function expandRuns(text: string): string {
  return text.replace(/(\D)(\d+)/g, (_, letter: string, count: string) => letter.repeat(Number(count)));
}

/** The value in force on a JDK in "8=a;15=b"; null when not established or before the first entry. */
function valueOn(segments: string, jdk: number): string | null {
  let found: string | null = null;
  for (const segment of segments.split(";")) {
    const equals = segment.indexOf("=");
    if (equals > 0 && Number(segment.slice(0, equals)) <= jdk) found = segment.slice(equals + 1);
  }
  return found === "?" ? null : found;
}

/** All names the table knows, in no particular order: for spelling suggestions. */
export function knownFlagNames(): readonly string[] {
  return [...flagRows().keys()];
}

/**
 * Looks a flag up for one JDK; null when the table has never heard of it (which, off JDK 17, proves nothing for flags
 * outside collection, memory and logging).
 *
 * JDKs outside 8–26 give status "unknown", with one exception: a product flag accepted without change in all of
 * 8–26 is taken as accepted on 27 (`verified: false`), because flags are deprecated for a release before they go.
 */
export function flagOn(name: string, jdk: number): FlagOnJdk | null {
  const row = flagRows().get(name);
  if (row === undefined) return null;
  const index = Math.min(Math.max(jdk, FIRST_JDK), LAST_JDK) - FIRST_JDK;
  const isCovered = Number.isInteger(jdk) && jdk >= FIRST_JDK && jdk <= LAST_JDK;
  const kind = KINDS[row.kinds[index] ?? "-"] ?? null;
  const status = isCovered ? (STATUSES[row.statuses[index] ?? "?"] ?? "unknown") : isLongStable(row) && jdk === LAST_JDK + 1 ? "accepted" : "unknown";
  const [min, max] = (valueOn(row.ranges.includes("=") || row.ranges === "" ? row.ranges : `8=${row.ranges}`, jdk) ?? "").split(",");
  return {
    name,
    type: row.type,
    status,
    kind,
    // The unlock options count as experimental and diagnostic themselves, yet need no unlocking.
    unlock: name.startsWith("Unlock") ? null : kind === "experimental" ? "UnlockExperimentalVMOptions" : kind === "diagnostic" ? "UnlockDiagnosticVMOptions" : null,
    verified: isCovered && (row.isListed ? STARTED_JDKS.has(jdk) : jdk === 17),
    min: min ? Number(min) : null,
    max: max ? Number(max) : null,
    isListed: row.isListed,
  };
}

function isLongStable(row: FlagRow): boolean {
  return /^A+$/.test(row.statuses) && /^[pm]+$/.test(row.kinds) && !CHANGING_AFTER_LAST_JDK.has(row.name);
}

/**
 * The value a flag has when nobody sets it, as HotSpot prints it ("true", "200"); null when not established, or when
 * it depends on the machine. A collector's own choice comes before the compiled-in value.
 */
export function flagDefault(name: string, jdk: number, collector: Collector | null): string | null {
  const row = flagRows().get(name);
  if (row === undefined || jdk < FIRST_JDK || jdk > LAST_JDK) return null;
  if (row.collectorDefaults !== "") {
    if (collector === null) return null;
    const key = `${COLLECTOR_KEYS[collector]}:`;
    const own = row.collectorDefaults.split("&").find((part) => part.startsWith(key));
    if (own !== undefined) {
      const value = valueOn(own.slice(key.length), jdk);
      if (value !== "-") return value;
    }
  }
  return valueOn(row.defaults, jdk);
}
