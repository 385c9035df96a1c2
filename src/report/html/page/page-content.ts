import type { Chart as ChartInstance } from "chart.js";
import type { Chart } from "../../charts/chart.js";
import type { TimeAxis } from "../../series/time-axis.js";

/** Everything that the scripts of the page know: plain data, embedded as JSON. */
export interface PageContent {
  readonly charts: Readonly<Record<string, PageChart>>;
  readonly axis: TimeAxis;
  /** File names as the report shows them, by number of the input. */
  readonly inputs: readonly string[];
  /** Longest first. */
  readonly longest: readonly PagePause[];
  /** Dark colors by light ones, `#RRGGBB`. */
  readonly darkColors: Readonly<Record<string, string>>;
}

/** A chart of the page. */
export interface PageChart extends Chart {
  /** Axis ms for one unit of x, where x is time or the number of a pause; null on charts with another x. */
  readonly msPerUnit: number | null;
}

/** A row of the table of worst pauses: its place on the axis and its cells, as text. */
export interface PagePause {
  readonly x: number;
  readonly cells: readonly string[];
}

/** A stretch of the time axis, in axis ms. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}

/** What the scripts of the page share. Each is a function that is written into the page as text, so none may use an import. */
export interface Page {
  readonly content: PageContent;
  /** Charts on the page by name. */
  readonly charts: Map<string, ChartInstance>;
  showMs: (ms: number) => string;
  /** A place on the axis in words: time since the start, and wall clock where there is one. */
  showPlace: (x: number) => string;
  /** Draws all charts anew, in the colors of the moment. */
  drawCharts: () => void;
  /** Limits charts over time and the table of worst pauses to a range; null shows all again. */
  showRange: (range: PageRange | null) => void;
  /** The range that is shown; null for all. */
  range: PageRange | null;
  /** Light for paper, whatever the screen prefers. */
  isPrinting: boolean;
}
