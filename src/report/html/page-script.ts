import { prepareCopyAndPrint } from "./page/copy-and-print.js";
import { prepareCharts } from "./page/draw-charts.js";
import { formatFigures } from "./page/format-figures.js";
import type { Page } from "./page/page-content.js";
import { prepareRanges } from "./page/select-range.js";

/** Order matters: each may use what the ones before gave to the page. */
const PARTS: readonly ((page: Page) => void)[] = [formatFigures, prepareCharts, prepareRanges, prepareCopyAndPrint];

/** Id of the element that holds the data of the page. */
export const CONTENT_ID = "content";

/** The script of the page: the parts as they stand in this program, applied to the data that the page holds. */
export function writePageScript(): string {
  return `"use strict";
(() => {
const page = { content: JSON.parse(document.getElementById("${CONTENT_ID}").textContent), charts: new Map(), range: null, isPrinting: false };
for (const prepare of [
${PARTS.map(String).join(",\n")}
]) prepare(page);
page.drawCharts();
})();`;
}
