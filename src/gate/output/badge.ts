/** What a badge shows. */
export interface Badge {
  readonly label: string;
  readonly text: string;
  readonly color: "green" | "red" | "gray" | "yellow";
}

const COLORS: Readonly<Record<Badge["color"], string>> = { green: "#2e7d32", red: "#c62828", gray: "#616161", yellow: "#9a6700" };
const CHARACTER_WIDTH = 6.6;
const PADDING = 10;

/** A small SVG with a label and a value, for a README. Widths are estimates that hold for the usual fonts. */
export function renderBadge({ label, text, color }: Badge): string {
  const left = Math.round(label.length * CHARACTER_WIDTH + 2 * PADDING);
  const right = Math.round(text.length * CHARACTER_WIDTH + 2 * PADDING);
  const title = svgText(`${label}: ${text}`);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${left}" height="20" rx="3" fill="#444"/>`,
    `<rect x="${left}" width="${right}" height="20" rx="3" fill="${COLORS[color]}"/>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    `<text x="${left / 2}" y="14">${svgText(label)}</text>`,
    `<text x="${left + right / 2}" y="14">${svgText(text)}</text>`,
    "</g>",
    "</svg>",
  ].join("\n")}\n`;
}

function svgText(text: string): string {
  return text.replace(/[^\u0020-\uD7FF\uE000-\uFFFD]/g, " ").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
