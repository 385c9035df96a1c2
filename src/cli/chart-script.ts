import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The chart library and its annotations as one script for a page; from the packages that draw the pictures too. */
export async function readChartScript(): Promise<string> {
  const require = createRequire(import.meta.url);
  // Neither package exports its script for pages; it lies beside the module that they export.
  const paths = [
    join(dirname(require.resolve("chart.js")), "chart.umd.min.js"),
    join(dirname(require.resolve("chartjs-plugin-annotation")), "chartjs-plugin-annotation.min.js"),
  ];
  const scripts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return scripts.join("\n");
}
