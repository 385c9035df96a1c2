/**
 * How an option is written.
 * - toggle: `-XX:+UseG1GC`; setting: `-XX:NewRatio=2`; shorthand: `-Xmx4g`, `-Xmn1g`, `-Xss1m`
 * - logging: `-Xlog…`, `-Xloggc:…`, `-verbose:gc`; property: `-Dkey=value`; agent: `-javaagent:…`
 * - launcher: everything else that the launcher or the JVM takes (`-server`, `-cp x`, `--add-opens …`)
 * - argfile: `@file`, kept as it is; program: main class or jar file's arguments
 */
export type OptionForm = "toggle" | "setting" | "shorthand" | "logging" | "property" | "agent" | "launcher" | "argfile" | "program";

/** One option of a JVM command line. */
export interface JvmOption {
  readonly form: OptionForm;
  /** HotSpot's flag name where there is one (`-Xmx4g` is "MaxHeapSize", `-Xmn` "-Xmn"), else the word before `:` or `=`. */
  readonly name: string;
  /** The flags it sets: `-Xmn` sets NewSize and MaxNewSize. Empty for anything but toggles, settings and shorthands. */
  readonly sets: readonly string[];
  /** As written, or null where there is none. */
  readonly value: string | null;
  /** True for `+`, false for `-`, null where an option has no polarity. */
  readonly isOn: boolean | null;
  /** The words of the command line it came from, without shell quotes: one, or two for `-cp x`. */
  readonly words: readonly string[];
  /** Place in the list, from 0. */
  readonly position: number;
  /** "reported": the JVM printed it about itself (JDK 8 `CommandLine flags:`), so it may be its own choice and not the user's. */
  readonly origin: "given" | "reported";
}

/** The last option that sets a flag: the one that counts. Null when none does. */
export function findSetting(options: readonly JvmOption[], flag: string): JvmOption | null {
  return options.findLast((option) => option.sets.includes(flag)) ?? null;
}

/** An option as one string, words joined by a space, as HotSpot's own lists print it. */
export function optionText(option: JvmOption): string {
  return option.words.join(" ");
}

/** Whether two options are written the same, word for word. */
export function isSameWords(left: JvmOption, right: JvmOption): boolean {
  return left.words.length === right.words.length && left.words.every((word, at) => word === right.words[at]);
}

/** Whether a list holds an option written like this one. */
export function isAmong(options: readonly JvmOption[], option: JvmOption): boolean {
  return options.some((other) => isSameWords(other, option));
}

/** The options with positions that match their place. */
export function renumberOptions(options: readonly JvmOption[]): JvmOption[] {
  return options.map((option, position) => (option.position === position ? option : { ...option, position }));
}
