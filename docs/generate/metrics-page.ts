import { METRICS } from "../../src/metrics/catalog.js";
import { escapeMarkdown, inlineCode, table } from "../../src/report/markdown-text.js";
import { GENERATED_NOTE } from "./generated-note.js";

/** `docs/reference/metrics.md`: every metric that rules, limits and reports may name, by topic. */
export function writeMetricsPage(): string {
  const names = [...new Set(METRICS.map(({ name }) => topicOf(name)))].toSorted();
  return `${[
    "# Metrics",
    GENERATED_NOTE,
    `${METRICS.length} metrics. Rules name them in conditions, the gate in limits (there the ending that gives the unit may be left out: \`pauses.p99\` is \`pauses.p99Ms\`), and \`--format json\` lists those that were measured under \`details.metrics\`, each with its sample size. A metric that is not in the input is \`null\`, never 0. Shares run from 0 to 1.`,
    names.map((name) => `[${name}](#${name})`).join(" · "),
    ...names.map((name) => `## ${name}\n\n${table(["Metric", "Unit", "Is", "Computed as"], METRICS.filter((metric) => topicOf(metric.name) === name).map((metric) => [inlineCode(metric.name), metric.unit, escapeMarkdown(metric.sentence), escapeMarkdown(metric.formula)]))}`),
  ].join("\n\n")}\n`;
}

function topicOf(metric: string): string {
  return metric.split(".")[0] ?? metric;
}
