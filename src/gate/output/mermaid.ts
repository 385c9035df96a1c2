import { codeBlock } from "../../report/markdown-text.js";
import { threeDigits } from "../../units/digits.js";
import type { CheckChart } from "../check.js";

/**
 * A chart that GitHub and GitLab draw from text, so that no picture has to be stored anywhere: bars for the first series, a line
 * for the second. Texts are the program's own and numbers are finite.
 */
export function renderMermaid({ title, unit, labels, series }: CheckChart): string {
  const names = series.map(({ name }, index) => `${index === 0 ? "bars" : "line"}: ${name}`).join(", ");
  const quoted = (text: string): string => `"${text.replace(/[^\w .,:%()-]/g, "")}"`;
  const most = Math.max(...series.flatMap(({ values }) => values));
  const lines = [
    "xychart-beta",
    `    title ${quoted(series.length > 1 ? `${title} (${names})` : title)}`,
    `    x-axis [${labels.map(quoted).join(", ")}]`,
    `    y-axis ${quoted(unit)} 0 --> ${threeDigits(most > 0 ? most * 1.1 : 1)}`,
    ...series.map(({ values }, index) => `    ${index === 0 ? "bar" : "line"} [${values.map((value) => threeDigits(value)).join(", ")}]`),
  ];
  return codeBlock("mermaid", lines);
}
