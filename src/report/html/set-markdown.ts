import { escapeHtml } from "./escape-html.js";
import { plainInline, setInline, type SetPicture } from "./set-inline.js";

/**
 * Our own Markdown report as HTML: headings, paragraphs, lists, tables, code, folds and pictures, as
 * `renderMarkdown` writes them, and nothing else. Markup in the text stays text. Headings and folds become sections with an
 * id, so that a script and a link can find them.
 */
export function setMarkdown(markdown: string, setPicture: SetPicture): string {
  const lines = markdown.split("\n");
  const html: string[] = [];
  let isSectionOpen = false;
  const closeSection = (): void => {
    if (isSectionOpen) html.push("</section>");
    isSectionOpen = false;
  };
  const inline = (text: string): string => setInline(text, setPicture);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as string;
    const fence = /^(`{3,})(\w*)$/.exec(line);
    if (line.trim() === "") {
      at++;
    } else if (fence !== null) {
      const end = lines.indexOf(fence[1] as string, at + 1);
      html.push(`<div class="code"><pre><code class="${fence[2]}">${setCode(lines.slice(at + 1, end), fence[2] === "diff")}</code></pre></div>`);
      at = end + 1;
    } else if (line.startsWith("# ")) {
      html.push(`<h1>${inline(line.slice(2))}</h1>`);
      at++;
    } else if (line.startsWith("## ")) {
      closeSection();
      html.push(`<section id="${slug(line.slice(3))}"><h2>${inline(line.slice(3))}</h2>`);
      isSectionOpen = true;
      at++;
    } else if (line === "<details>") {
      const end = endOfFold(lines, at);
      const summary = /^<summary>(.*)<\/summary>$/.exec(lines[at + 1] ?? "")?.[1] ?? "";
      const body = setMarkdown(lines.slice(at + 2, end).join("\n"), setPicture);
      // A fold inside of a section follows other text of it; one after a fold or with a section's name stands alone.
      html.push(`<details id="${slug(summary)}"><summary>${inline(summary)}</summary>${body}</details>`);
      at = end + 1;
    } else {
      const end = endOfBlock(lines, at);
      html.push(setBlock(lines.slice(at, end), inline));
      at = end;
    }
  }
  closeSection();
  return html.join("\n");
}

function setBlock(block: readonly string[], inline: (text: string) => string): string {
  const [first = ""] = block;
  if (first.startsWith("| ")) return setTable(block, inline);
  if (/^(- |\d+\. )/.test(first)) return setList(block, inline);
  if (first.startsWith("![")) return inline(first);
  return `<p>${inline(block.join(" "))}</p>`;
}

function setTable([head = "", rule = "", ...rows]: readonly string[], inline: (text: string) => string): string {
  const cells = (line: string): string[] => line.slice(2, -2).split(" | ");
  const classes = cells(rule).map((mark) => (mark.endsWith(":") ? ' class="number"' : ""));
  const row = (line: string, tag: string): string => `<tr>${cells(line).map((cell, column) => `<${tag}${classes[column] ?? ""}>${inline(cell)}</${tag}>`).join("")}</tr>`;
  return `<div class="table"><table><thead>${row(head, "th")}</thead><tbody>${rows.map((line) => row(line, "td")).join("")}</tbody></table></div>`;
}

/** Points, numbered or not; indented points belong to the one above them. */
function setList(block: readonly string[], inline: (text: string) => string): string {
  const tag = block[0]?.startsWith("- ") === true ? "ul" : "ol";
  const points: { text: string; below: string[] }[] = [];
  for (const line of block) {
    if (line.startsWith(" ")) points.at(-1)?.below.push(line.trim());
    else points.push({ text: line.replace(/^(- |\d+\. )/, ""), below: [] });
  }
  const items = points.map(({ text, below }) => `<li>${inline(text)}${below.length === 0 ? "" : setList(below, inline)}</li>`);
  return `<${tag}>${items.join("")}</${tag}>`;
}

function setCode(lines: readonly string[], isDiff: boolean): string {
  if (!isDiff) return lines.map(escapeHtml).join("\n");
  const tags: Readonly<Record<string, string>> = { "-": "del", "+": "ins" };
  return lines.map((line) => {
    const tag = tags[line.charAt(0)];
    return tag === undefined ? escapeHtml(line) : `<${tag}>${escapeHtml(line)}</${tag}>`;
  }).join("\n");
}

function endOfBlock(lines: readonly string[], start: number): number {
  const length = lines.slice(start).findIndex((line) => line.trim() === "");
  return length === -1 ? lines.length : start + length;
}

/** The line of the `</details>` that closes the fold at `start`; folds nest, and code is no markup. */
function endOfFold(lines: readonly string[], start: number): number {
  let depth = 0;
  let fence: string | null = null;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] as string;
    const [mark = null] = /^`{3,}/.exec(line) ?? [];
    if (fence === null ? mark !== null : line === fence) fence = fence === null ? mark : null;
    else if (fence === null && line === "<details>") depth++;
    else if (fence === null && line === "</details>" && --depth === 0) return at;
  }
  return lines.length;
}

function slug(heading: string): string {
  return plainInline(heading).toLowerCase().replace(/\(.*\)/, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
