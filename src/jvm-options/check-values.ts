import type { Collector } from "../events/gc-event.js";
import { flagOn } from "./flag-table.js";
import { findSetting, type JvmOption } from "./jvm-option.js";
import { findingOn, optionLabel, type OptionFinding } from "./option-finding.js";
import { formatSize, parseSizeBytes, parseWholeNumber } from "./option-value.js";

/** Below this HotSpot says "Too small maximum heap". */
const SMALLEST_HEAP_BYTES = 2 * 1024 ** 2;

/** A word that a flag accepts, from and up to which releases, and the option that unlocks it. */
interface AcceptedWord {
  readonly value: string;
  readonly since?: number;
  readonly until?: number;
  readonly unlock?: string;
  readonly unlockUntil?: number;
}

/** Values of `ShenandoahGCMode` and `ShenandoahGCHeuristics` with the releases and unlock options they need. */
const SHENANDOAH_VALUES: ReadonlyMap<string, readonly AcceptedWord[]> = new Map(Object.entries<readonly AcceptedWord[]>({
  ShenandoahGCMode: [
    { value: "satb" },
    { value: "passive", unlock: "UnlockDiagnosticVMOptions" },
    { value: "iu", until: 23, unlock: "UnlockExperimentalVMOptions" },
    { value: "generational", since: 24, unlock: "UnlockExperimentalVMOptions", unlockUntil: 24 },
  ],
  ShenandoahGCHeuristics: [{ value: "adaptive" }, { value: "static" }, { value: "compact" }, { value: "aggressive", unlock: "UnlockDiagnosticVMOptions" }],
}));

/** Whether a value has the shape, range and power of two its flag wants. Wrong shapes stop the JVM on every release. */
export function checkValue(options: readonly JvmOption[], option: JvmOption, jdk: number, collector: Collector): OptionFinding[] {
  if (option.form === "shorthand") return checkShorthand(option);
  const flag = flagOn(option.name, jdk);
  if (flag === null || !["accepted", "deprecated"].includes(flag.status)) return [];
  const label = optionLabel(option);
  const stop = (message: string, fix: string): OptionFinding[] => [findingOn(option, "type", "critical", message, fix)];
  if (flag.type === "bool") return option.form === "toggle" ? [] : stop(`${flag.name} is switched on or off; the JVM does not start with a value`, `write -XX:+${flag.name} or -XX:-${flag.name}`);
  if (option.form === "toggle") return stop(`${flag.name} takes a value; the JVM does not start with + or -`, `write -XX:${flag.name}=…`);
  const value = option.value ?? "";
  if (flag.type.startsWith("ccstr")) return collector.endsWith("Shenandoah") ? checkShenandoahValue(options, option, jdk) : [];
  if (flag.type === "number") return [];
  const number = flag.type === "double" ? (/^-?\d+(\.\d*)?$/.test(value) ? Number(value) : null) : parseWholeNumber(value);
  if (number === null) return stop(`${label} cannot be "${value}"; the JVM does not start`, flag.type === "double" ? "write a number" : "write a whole number, k, m or g allowed");
  if (number < 0 && !/^(int|intx|double)$/.test(flag.type)) return stop(`${label} cannot be negative; the JVM does not start`, "write a positive number");
  if ((flag.min !== null && number < flag.min) || (flag.max !== null && number > flag.max)) {
    const range = `${flag.min ?? "…"} to ${flag.max === null ? "…" : flag.type === "size_t" ? formatSize(flag.max) : flag.max}`;
    // JDK 8 prints no ranges: it corrects some values silently and refuses others.
    return [findingOn(option, "out-of-range", jdk < 9 ? "warning" : "critical", `${label} takes ${range} on JDK ${jdk}, not ${value}`, `stay within ${range}`)];
  }
  if (option.name === "MaxHeapSize" && number < SMALLEST_HEAP_BYTES) return [tooSmallHeap(option)];
  return checkPowerOfTwo(option, number, collector);
}

function tooSmallHeap(option: JvmOption): OptionFinding {
  return findingOn(option, "out-of-range", "critical", "The largest heap is too small for the JVM to start", "give it some megabytes at least");
}

function checkPowerOfTwo(option: JvmOption, number: number, collector: Collector): OptionFinding[] {
  if (number <= 0 || Number.isInteger(Math.log2(number))) return [];
  if (option.name === "G1HeapRegionSize" && collector === "G1") {
    const rounded = `-XX:G1HeapRegionSize=${formatSize(2 ** Math.floor(Math.log2(number)))}`;
    return [findingOn(option, "not-power-of-two", "warning", "G1's regions are powers of two; the JVM rounds this down silently", `write ${rounded}, which is what it does`, rounded)];
  }
  if (option.name === "ObjectAlignmentInBytes") return [findingOn(option, "not-power-of-two", "critical", "Object alignment must be a power of two; the JVM does not start", "write 8 or 16")];
  return [];
}

function checkShorthand(option: JvmOption): OptionFinding[] {
  const label = optionLabel(option);
  const bytes = parseSizeBytes(option.value ?? "");
  if (bytes === null) return [findingOn(option, "type", "critical", `${label} needs a size; the JVM does not start`, `write ${label}512m or ${label}2g`)];
  if (option.name === "MaxHeapSize" && bytes < SMALLEST_HEAP_BYTES) return [tooSmallHeap(option)];
  return [];
}

function checkShenandoahValue(options: readonly JvmOption[], option: JvmOption, jdk: number): OptionFinding[] {
  const values = SHENANDOAH_VALUES.get(option.name);
  if (values === undefined) return [];
  const known = values.find(({ value, since = 0, until = Infinity }) => value === option.value && jdk >= since && jdk <= until);
  if (known === undefined) {
    const allowed = values.filter(({ since = 0, until = Infinity }) => jdk >= since && jdk <= until).map(({ value }) => value);
    return [findingOn(option, "out-of-range", "critical", `${optionLabel(option)} cannot be "${option.value ?? ""}" on JDK ${jdk}; the JVM does not start`, `one of ${allowed.join(", ")}`)];
  }
  if (known.unlock === undefined || jdk > (known.unlockUntil ?? Infinity) || findSetting(options, known.unlock)?.isOn === true) return [];
  return [findingOn(option, "needs-unlock", "critical", `${optionLabel(option)}=${known.value} needs -XX:+${known.unlock}; the JVM does not start`, `add -XX:+${known.unlock}`)];
}
