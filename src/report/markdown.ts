import type { Analysis } from "../analysis/analysis.js";
import type { ChartDefinition } from "./charts/chart.js";
import { writeHeadline } from "./headline.js";
import { escapeMarkdown, escapeProse, fold, inlineCode } from "./markdown-text.js";
import { writeAdvice, writeLaterAdvice } from "./markdown/advice.js";
import { writeCorrelation, writePeriodicity } from "./markdown/correlation.js";
import { writeConcurrent, writeHeap, writeOverhead, writeSafepoints, writeStalls } from "./markdown/heap.js";
import { writeInputs, writeReference, writeRuleChanges, writeUnjudged } from "./markdown/inputs.js";
import { writeEvacuationRisk, writeHeapCurve, writeWhatIf } from "./markdown/what-if.js";
import { writePauseFacts, writePauseTables, writeWorstPauses } from "./markdown/pauses.js";
import { writeRecording } from "./markdown/recording.js";

/** A chart that was drawn to a file beside the report. */
export interface EmbeddedChart {
  readonly name: string;
  readonly section: ChartDefinition["section"];
  readonly title: string;
  /** The finding in words. */
  readonly alt: string;
  /** Path relative to the report. */
  readonly file: string;
}

/** No request feels pauses that are all below this; a report about something else folds them. */
const FELT_MS = 1;

interface Section {
  readonly title: string;
  readonly body: string;
  /** Folded when closed; everything but the first sections of a calm report is. */
  readonly isOpen: boolean;
}

/**
 * The report as Markdown: the verdict in the first three lines, then what to do, why, the price and the check, then the facts in
 * order of weight, the rest folded. A healthy or a thin input gets a short report whose details are folded.
 */
export function renderMarkdown(analysis: Analysis, charts: readonly EmbeddedChart[]): string {
  const isCalm = analysis.verdict === "healthy" || analysis.verdict === "insufficient-data";
  const arePausesCalm = isCalm || (analysis.pauses.maxMs ?? 0) < FELT_MS;
  const pictures = (section: EmbeddedChart["section"]): string => charts.filter((chart) => chart.section === section).map(embed).join("\n\n");
  const join = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");
  const sections: readonly Section[] = [
    { title: "Rule of thumb, and what the evidence says", body: writeRuleOfThumb(analysis), isOpen: true },
    { title: "Stalls", body: join(writeStalls(analysis), pictures("stalls")), isOpen: true },
    { title: "Pauses", body: writeAllPauses(analysis, charts, arePausesCalm), isOpen: true },
    { title: "Worst pauses", body: join(writeWorstPauses(analysis), pictures("phases")), isOpen: !arePausesCalm },
    { title: "Heap", body: join(pictures("heap"), writeHeap(analysis), writeEvacuationRisk(analysis)), isOpen: !isCalm },
    { title: "Overhead and CPU", body: join(writeOverhead(analysis), pictures("overhead"), pictures("cpu")), isOpen: !isCalm },
    { title: "What the recording knows besides", body: writeRecording(analysis), isOpen: !isCalm },
    { title: "Concurrent work", body: join(pictures("concurrent"), writeConcurrent(analysis)), isOpen: false },
    { title: "Safepoints", body: join(writeSafepoints(analysis), pictures("safepoints")), isOpen: charts.some(({ section }) => section === "safepoints") && !isCalm },
    { title: "Requests and pauses", body: join(writeCorrelation(analysis), pictures("latency")), isOpen: true },
    { title: "What recurs", body: writePeriodicity(analysis), isOpen: !isCalm },
    { title: "What if", body: join(writeWhatIf(analysis), pictures("what-if"), writeHeapCurve(analysis)), isOpen: false },
    { title: "Rules of the team", body: writeRuleChanges(analysis), isOpen: true },
    { title: "What could not be judged", body: writeUnjudged(analysis), isOpen: analysis.verdict !== "healthy" },
    { title: "Input", body: writeInputs(analysis), isOpen: !isCalm },
  ];
  const isFilled = ({ body }: Section): boolean => body !== "";
  return `${join(
    writeTop(analysis),
    writeAdvice(analysis),
    ...sections.filter(isFilled).map(({ title, body, isOpen }) => (isOpen ? `## ${title}\n\n${body}` : fold(title, body))),
    writeLaterAdvice(analysis),
    writeReference(analysis),
  )}\n`;
}

function writeTop(analysis: Analysis): string {
  const { verdict, finding, firstStep } = writeHeadline(analysis);
  const step = firstStep === null ? "" : ` **First step:** ${escapeProse(firstStep)}.`;
  return `# ${escapeProse(verdict)}\n\n${escapeMarkdown(finding)}${step}`;
}

/** A calm report shows the timeline alone and folds the distribution away. */
function writeAllPauses(analysis: Analysis, charts: readonly EmbeddedChart[], isCalm: boolean): string {
  const [first, ...others] = charts.filter(({ section }) => section === "pauses").map(embed);
  const rest = [...others, writePauseTables(analysis)].filter((part) => part !== "").join("\n\n");
  return [writePauseFacts(analysis), first ?? "", rest === "" || !isCalm ? rest : fold("Pauses by length and kind", rest)].filter((part) => part !== "").join("\n\n");
}

function writeRuleOfThumb({ details: { ruleOfThumb } }: Analysis): string {
  const options = ruleOfThumb.options.length === 0 ? "" : ` (${ruleOfThumb.options.map(inlineCode).join(" ")})`;
  const because = ruleOfThumb.reason === "" ? "" : `. ${escapeProse(ruleOfThumb.reason)}`;
  // A rule of thumb that names no collector can be neither confirmed nor contradicted.
  const stance = ruleOfThumb.differs ? " disagrees" : ruleOfThumb.options.length > 0 ? " agrees" : "";
  const rule = ruleOfThumb.verdict.replace(/^Rule of thumb: /, "");
  const evidence = ruleOfThumb.evidence.replace(/^Evidence: /, "");
  return `- **Rule of thumb:** ${escapeProse(rule)}${options}\n- **Evidence${stance}:** ${escapeProse(because === "" ? evidence : evidence.replace(/\.$/, ""))}${because}`;
}

function embed({ alt, file }: EmbeddedChart): string {
  return `![${escapeMarkdown(alt)}](<${encodeURI(file).replace(/[<>]/g, encodeURIComponent)}>)`;
}
