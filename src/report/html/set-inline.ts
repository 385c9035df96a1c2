import { escapeHtml } from "./escape-html.js";

/** What stands between other text, first match first: escapes, code, bold, pictures, the entities that our Markdown contains. */
const TOKEN = /\\([\\`*_{}[\]|~$^#+.)-])|`([^`]+)`|<code>([^<]*)<\/code>|\*\*((?:\\.|[^\\*])+)\*\*|!\[((?:\\.|[^\\\]])*)\]\(<([^<>]*)>\)|&(amp|lt|gt|#\d+);|\u2060/g;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };

/** Draws the picture with this name, `alt` being plain text. */
export type SetPicture = (file: string, alt: string) => string;

/** One run of our own Markdown as HTML. Whatever is not one of the marks that we write is text, and escaped. */
export function setInline(markdown: string, setPicture: SetPicture): string {
  let html = "";
  let end = 0;
  for (const match of markdown.matchAll(TOKEN)) {
    html += escapeHtml(markdown.slice(end, match.index)) + setToken(match, setPicture);
    end = match.index + match[0].length;
  }
  return html + escapeHtml(markdown.slice(end));
}

/** The same run as plain text, as for the title of a document. */
export function plainInline(markdown: string): string {
  return setInline(markdown, (_file, alt) => escapeHtml(alt))
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)));
}

function setToken([, escaped, code, codeElement, bold, alt, file, entity]: RegExpMatchArray, setPicture: SetPicture): string {
  if (escaped !== undefined) return escapeHtml(escaped);
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
  if (codeElement !== undefined) return `<code>${setInline(codeElement, setPicture)}</code>`;
  if (bold !== undefined) return `<strong>${setInline(bold, setPicture)}</strong>`;
  if (file !== undefined) return setPicture(decodeURI(file), plainInline(alt ?? ""));
  if (entity === undefined) return "";
  return escapeHtml(NAMED[entity] ?? String.fromCharCode(Number(entity.slice(1))));
}
