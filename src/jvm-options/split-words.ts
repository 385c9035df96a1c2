/**
 * Splits a command line into words as a shell would: blanks separate, single and double quotes hold together.
 * A backslash escapes only blanks, quotes and itself, so that Windows paths survive; at a line's end it joins lines.
 * A quote that is never closed runs to the end.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let hasWord = false;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === "\\" && quote === '"' && (next === '"' || next === "\\")) {
        word += next;
        at++;
      } else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      hasWord = true;
    } else if (char === "\\" && (next === "\n" || (next === "\r" && text.charAt(at + 2) === "\n"))) {
      at += next === "\n" ? 1 : 2;
    } else if (char === "\\" && next !== "" && /[\s"'\\]/.test(next)) {
      word += next;
      hasWord = true;
      at++;
    } else if (/\s/.test(char)) {
      if (hasWord) words.push(word);
      word = "";
      hasWord = false;
    } else {
      word += char;
      hasWord = true;
    }
  }
  if (hasWord) words.push(word);
  return words;
}

/** A word as a POSIX shell needs it: quoted only where it has to be. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
