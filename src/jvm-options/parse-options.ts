import type { JvmOption, OptionForm } from "./jvm-option.js";
import { splitWords } from "./split-words.js";

/** Launcher options whose value is the next word. */
const TWO_WORD_OPTIONS: ReadonlySet<string> = new Set([
  "-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules", "--limit-modules",
  "--add-opens", "--add-exports", "--add-reads", "--patch-module", "--enable-native-access", "--source", "-d", "--describe-module",
]);
/** The word after these is the program; everything behind it is the program's own. */
const PROGRAM_OPTIONS: ReadonlySet<string> = new Set(["-jar", "-m", "--module"]);

/** `-Xmx4g` is `-XX:MaxHeapSize=4g`; `-Xmn` pins both ends of the young generation; `-Xms` is the smallest size too. */
const SHORTHANDS: readonly { readonly prefix: string; readonly name: string; readonly sets: readonly string[] }[] = [
  { prefix: "-Xmx", name: "MaxHeapSize", sets: ["MaxHeapSize"] },
  { prefix: "-Xms", name: "InitialHeapSize", sets: ["InitialHeapSize", "MinHeapSize"] },
  { prefix: "-Xmn", name: "-Xmn", sets: ["NewSize", "MaxNewSize"] },
  { prefix: "-Xss", name: "ThreadStackSize", sets: ["ThreadStackSize"] },
];

/**
 * Reads a JVM command line, given as a shell would take it or as a list of words, into options in their order.
 * A leading `java` is kept; from the main class or jar on, words belong to the program.
 */
export function parseOptions(commandLine: string | readonly string[]): JvmOption[] {
  const words = typeof commandLine === "string" ? splitWords(commandLine) : commandLine;
  const options: JvmOption[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const next = words[at + 1];
    const position = options.length;
    if (at === 0 && /(^|[\\/])javaw?(\.exe)?$/.test(word)) {
      options.push(plainOption("launcher", "java", null, [word], position));
    } else if ((TWO_WORD_OPTIONS.has(word) || PROGRAM_OPTIONS.has(word)) && next !== undefined) {
      options.push(plainOption("launcher", word, next, [word, next], position));
      at++;
      if (PROGRAM_OPTIONS.has(word)) {
        appendProgram(options, words.slice(at + 1));
        break;
      }
    } else if (isOptionWord(word)) {
      options.push(parseOption(word, position));
    } else {
      appendProgram(options, words.slice(at));
      break;
    }
  }
  return options;
}

/**
 * Reads the JVM arguments a recording carries: joined by blanks, never quoted, without program. A word that is no
 * option belongs to the value before it (a path with a blank in it).
 */
export function parseRecordedArguments(jvmArguments: string): JvmOption[] {
  const words: string[] = [];
  for (const word of jvmArguments.split(" ")) {
    const last = words.length - 1;
    if (word === "" && last < 0) continue;
    if (isOptionWord(word) || last < 0) words.push(word);
    else words[last] = `${words[last] ?? ""} ${word}`;
  }
  return words.map((word, position) => parseOption(word.trimEnd(), position));
}

/**
 * Reads JDK 8's `CommandLine flags:` (with or without that label). The JVM prints its own choices among the user's
 * there, all sizes in bytes, in alphabetical order: every option is marked "reported".
 */
export function parseReportedFlags(text: string): JvmOption[] {
  return parseRecordedArguments(text.replace(/^\s*Command\s?[Ll]ine flags:\s*/, "").trim()).map((option) => ({ ...option, origin: "reported" }));
}

/** Reads one word into an option. Words that are no option (a main class) come back as form "program". */
export function parseOption(word: string, position = 0): JvmOption {
  if (word.startsWith("@")) return plainOption("argfile", "@", word.slice(1), [word], position);
  const toggle = /^-XX:([+-])(.*)$/s.exec(word);
  if (toggle !== null) {
    const name = toggle[2] ?? "";
    return { form: "toggle", name, sets: [name], value: null, isOn: toggle[1] === "+", words: [word], position, origin: "given" };
  }
  if (word.startsWith("-XX:")) {
    const [name, value] = cut(word.slice(4), "=");
    return { form: "setting", name, sets: [name], value, isOn: null, words: [word], position, origin: "given" };
  }
  const shorthand = SHORTHANDS.find(({ prefix }) => word.startsWith(prefix));
  if (shorthand !== undefined) {
    return { form: "shorthand", name: shorthand.name, sets: shorthand.sets, value: word.slice(shorthand.prefix.length), isOn: null, words: [word], position, origin: "given" };
  }
  if (word.startsWith("-D")) {
    const [key, value] = cut(word.slice(2), "=");
    return plainOption("property", `-D${key}`, value, [word], position);
  }
  if (!isOptionWord(word)) return plainOption("program", word, null, [word], position);
  const [name, value] = cut(word, word.startsWith("--") ? "=" : ":");
  const form: OptionForm = /^-(agentlib|agentpath|javaagent)$/.test(name) ? "agent" : /^-(Xlog|Xloggc|verbose)$/.test(name) ? "logging" : "launcher";
  return plainOption(form, name, value, [word], position);
}

function isOptionWord(word: string): boolean {
  return /^-./s.test(word) || word.startsWith("@");
}

function appendProgram(options: JvmOption[], words: readonly string[]): void {
  for (const word of words) options.push(plainOption("program", word, null, [word], options.length));
}

function plainOption(form: OptionForm, name: string, value: string | null, words: readonly string[], position: number): JvmOption {
  return { form, name, sets: [], value, isOn: null, words, position, origin: "given" };
}

function cut(text: string, separator: string): [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}
