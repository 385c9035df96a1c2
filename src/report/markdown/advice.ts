import type { Analysis, Recommendation } from "../../analysis/analysis.js";
import { formatCount } from "../../units/format-quantity.js";
import { describeLimit, describePrediction, formatInUnit, lineReference, metricSentence } from "../figures.js";
import { codeBlock, escapeMarkdown, escapeProse, fold, inlineCode, table } from "../markdown-text.js";
import { ARGFILE_NAME, hasArgfile, joinOptions, optionChanges } from "../option-changes.js";

const MOST_LINES = 3;

/** What to do now: steps, command line, reasons, price and check. Empty when nothing is to be done. */
export function writeAdvice(analysis: Analysis): string {
  const now = analysis.recommendations.filter(({ when }) => when === "now");
  if (now.length === 0) return "";
  const title = (recommendation: Recommendation): string => (now.length === 1 ? "" : `**${escapeProse(recommendation.title)}**: `);
  const list = (write: (recommendation: Recommendation) => string): string =>
    now.flatMap((recommendation) => (write(recommendation) === "" ? [] : [`- ${title(recommendation)}${write(recommendation)}`])).join("\n");
  const price = list(({ tradeoff }) => escapeProse(tradeoff));
  const check = list(({ verify }) => escapeProse(verify));
  return [
    "## What to do",
    now.map((recommendation, index) => writeStep(analysis, recommendation, index)).join("\n"),
    writeCommandLine(analysis),
    "## Why",
    writeEvidence(analysis, now),
    ...(price === "" ? [] : ["## The price", price]),
    ...(check === "" ? [] : ["## How to verify", check]),
  ].filter((part) => part !== "").join("\n\n");
}

/** What is worth doing after that, folded. */
export function writeLaterAdvice(analysis: Analysis): string {
  const later = analysis.recommendations.filter(({ when }) => when === "later");
  if (later.length === 0) return "";
  const entries = later.map((recommendation) => {
    const { add, remove } = recommendation.jvmOptions;
    const options = [...remove.map((option) => `remove ${inlineCode(option)}`), ...add.map((option) => `add ${inlineCode(option)}`)];
    const expect = recommendation.expect === "" ? [] : [`Expect: ${escapeProse(recommendation.expect)}`];
    const steps = [...(options.length === 0 ? [] : [options.join(", ")]), ...recommendation.actions.map(escapeProse), ...expect];
    return [`- **${escapeProse(recommendation.title)}** (${recommendation.severity}, confidence ${recommendation.confidence})`, ...steps.map((step) => `  - ${step}`)].join("\n");
  });
  const evidence = writeEvidence(analysis, later);
  return fold(`Worth doing later (${later.length})`, [entries.join("\n"), evidence].filter((part) => part !== "").join("\n\n"));
}

function writeStep(analysis: Analysis, recommendation: Recommendation, index: number): string {
  const { title, severity, confidence, actions, expect, prediction, predictionRefused, jvmOptions: { add, remove } } = recommendation;
  const lines = [`${index + 1}. **${escapeProse(title)}** (${severity}, confidence ${confidence})`];
  for (const action of actions) lines.push(`   - ${escapeProse(action)}`);
  if (expect !== "") lines.push(`   - Expect: ${escapeProse(expect)}`);
  if (prediction !== null) lines.push(`   - Predicted: ${nameMetric(prediction.metric)}: ${describePrediction(analysis, prediction)}`);
  else if (predictionRefused !== null && add.length + remove.length > 0) lines.push(`   - No prediction: ${escapeProse(predictionRefused)}`);
  return lines.join("\n");
}

/** A metric in words, with the name by which rules and budgets know it. */
function nameMetric(metric: string): string {
  const sentence = metricSentence(metric);
  return sentence === null ? inlineCode(metric) : `${escapeProse(sentence)} (${inlineCode(metric)})`;
}

function writeCommandLine(analysis: Analysis): string {
  const { current, proposed } = analysis.jvmOptions;
  const { added, removed, kept } = optionChanges(current, proposed);
  if (added.length === 0 && removed.length === 0) return "";
  const isKnown = current.length > 0;
  const heading = isKnown ? "The whole command line after the change:" : "The input does not say what the JVM was started with; add these to your own options:";
  const parts = [heading, codeBlock("sh", [joinOptions(proposed)])];
  if (hasArgfile(analysis)) parts.push(`\`--out\` writes the same as an argument file: \`java @${ARGFILE_NAME} …\`. Passwords and tokens are masked in both.`);
  if (isKnown) parts.push("The change:", codeBlock("diff", [...kept.map((option) => `  ${option}`), ...removed.map((option) => `- ${option}`), ...added.map((option) => `+ ${option}`)]));
  return parts.join("\n\n");
}

function writeEvidence(analysis: Analysis, recommendations: readonly Recommendation[]): string {
  const rows = recommendations.flatMap((recommendation) =>
    recommendation.why.map((evidence) => [
      ...(recommendations.length > 1 ? [escapeProse(recommendation.title)] : []),
      nameMetric(evidence.metric),
      escapeMarkdown(formatInUnit(evidence.value, evidence.unit)),
      escapeMarkdown(describeLimit(evidence)),
      formatCount(evidence.sampleSize),
      evidence.lines.slice(0, MOST_LINES).map(({ path, line }) => inlineCode(lineReference(analysis, path, line))).join(" "),
    ]),
  );
  return table([...(recommendations.length > 1 ? ["Advice"] : []), "Measured", "Value:", "Fires at:", "n:", "Lines"], rows);
}
