import type { JvmOption } from "./jvm-option.js";
import { COLLECTOR_FLAG_NAMES } from "./collector-choice.js";
import { quoteWord } from "./split-words.js";

const HEAP_FLAGS: ReadonlySet<string> = new Set(["InitialHeapSize", "MinHeapSize", "MaxHeapSize", "-Xmn", "NewSize", "MaxNewSize"]);

/**
 * Orders options as we print them: launcher, unlock options, collector, heap size, then the rest as the user had them; the program last.
 * Lists that read further options from a file keep their order, because the last of two settings wins and we do not see the file's.
 */
export function orderOptions(options: readonly JvmOption[]): JvmOption[] {
  if (options.some(({ form, name }) => form === "argfile" || name === "Flags" || name === "VMOptionsFile")) return [...options];
  return options.toSorted((a, b) => groupOf(a) - groupOf(b)).map((option, position) => ({ ...option, position }));
}

function groupOf(option: JvmOption): number {
  if (option.name === "java" && option.form === "launcher") return 0;
  if (/^(Unlock|IgnoreUnrecognized)/.test(option.name) && option.form === "toggle") return 1;
  if (COLLECTOR_FLAG_NAMES.has(option.name)) return 2;
  if (HEAP_FLAGS.has(option.name)) return 3;
  if (option.form === "program" || ["-jar", "-m", "--module"].includes(option.name)) return 5;
  return 4;
}

/** The words of a command line, unquoted, in the order given: what `exec` takes and what the JSON result lists. */
export function renderWords(options: readonly JvmOption[]): string[] {
  return options.flatMap((option) => option.words);
}

/** One line to paste into a POSIX shell. Not masked: mask the words first when it is shown to others. */
export function renderCommandLine(options: readonly JvmOption[]): string {
  return renderWords(options).map(quoteWord).join(" ");
}

/**
 * The text of an `@argfile` (JDK 9 and later): one option a line, quoted by the launcher's own rules. The launcher
 * and other argument files are left out, because an argument file may not name them.
 */
export function writeArgfile(options: readonly JvmOption[]): string {
  const lines = options
    .filter((option) => option.form !== "argfile" && !(option.form === "launcher" && option.name === "java"))
    .map((option) => option.words.map(quoteArgfileWord).join(" "));
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function quoteArgfileWord(word: string): string {
  if (word !== "" && !/[\s"'#\\]/.test(word)) return word;
  const escaped = word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return `"${escaped}"`;
}
