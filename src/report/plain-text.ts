/** Line breaks, terminal escapes, invisible characters and those that turn the reading direction. */
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/g;
const ESCAPE_SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;

/** Text from an input on one line, fit to be shown: no terminal escapes, no control or invisible characters. */
export function toPlainLine(text: string): string {
  return blankControls(text).replace(/ {2,}/g, " ").trim();
}

/** As {@link toPlainLine}, with runs of spaces kept. */
export function blankControls(text: string): string {
  return text.replace(ESCAPE_SEQUENCE, " ").replace(CONTROL, " ");
}

/** Breaks a line at spaces so that no part is wider than `width`, unless a word is. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * JSON text whose characters can all be seen: what JSON lets through although terminals act on it or people cannot see it
 * (C1 controls, direction marks, zero widths) is written as an escape. The value stays the same.
 */
export function escapeInvisible(json: string): string {
  return json.replace(/[\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
