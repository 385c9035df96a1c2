import { blankControls, toPlainLine } from "./plain-text.js";

/** Keeps GitHub from turning a mention, reference or address into a link, without changing how it reads. */
const NO_LINK = "\u2060";
const OPTION = /^-(XX:[^\s]+|X[a-z][^\s]*|javaagent:[^\s]+|D[^\s]+)$/;

/**
 * Text from an input or a rule as Markdown that reads the same: nothing in it becomes markup, HTML, a table border, a mention,
 * a reference or a link. Line breaks and control characters become spaces. JVM options become code.
 */
export function escapeMarkdown(text: string): string {
  return toPlainLine(text)
    .split(" ")
    .map((word, index) => {
      const [, bare = "", end = ""] = /^(.*?)([.,;:)]*)$/.exec(word) ?? [];
      if (OPTION.test(bare)) return inlineCode(bare) + end;
      return index === 0 ? escapeListMark(escapeWord(word)) : escapeWord(word);
    })
    .join(" ");
}

/** Prose of rules and checks: as {@link escapeMarkdown}, where words between backticks become code. */
export function escapeProse(text: string): string {
  return toPlainLine(text)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? inlineCode(part.slice(1, -1)) : keepEdges(part)))
    .join("");
}

function keepEdges(part: string): string {
  const start = part.startsWith(" ") ? " " : "";
  const end = part.length > 1 && part.endsWith(" ") ? " " : "";
  return start + escapeMarkdown(part) + end;
}

/** Text as inline code, also inside of a table. */
export function inlineCode(text: string): string {
  const line = toPlainLine(text);
  if (line === "") return "";
  if (!/[`|\\<>&]/.test(line)) return `\`${line}\``;
  return `<code>${line.replace(/[^\w +=,;/()'%-]/g, (char) => `&#${char.charCodeAt(0)};`)}</code>`;
}

/** A block of code that can be copied; the fence is longer than any in the text. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const body = lines.map(blankControls).join("\n");
  const longest = (body.match(/`{3,}/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

/** A table; cells are Markdown already. Columns whose name ends in a colon are aligned to the right. Empty without rows. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = columns.map((column) => (column.endsWith(":") ? "---:" : "---"));
  return [line(columns.map((column) => column.replace(/:$/, ""))), line(rule), ...rows.map(line)].join("\n");
}

/** A part that is folded until somebody opens it. */
export function fold(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** What would begin a list or a heading, were it the first word of a line. */
function escapeListMark(word: string): string {
  return word.replace(/^(?:[+-]|\d+[.)])$/, (mark) => mark.replace(/.$/, "\\$&"));
}

function escapeWord(word: string): string {
  return word
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]|~$^]/g, (char) => `\\${char}`)
    .replace(/^#/, "\\#")
    .replace(/@(?=\w)/g, `@${NO_LINK}`)
    .replace(/#(?=\d)/g, `#${NO_LINK}`)
    .replace(/\bGH-(?=\d)/gi, (mark) => mark + NO_LINK)
    .replace(/:\/\//g, `:${NO_LINK}//`)
    .replace(/\bwww\./gi, (mark) => `${mark.slice(0, 3)}${NO_LINK}.`);
}
