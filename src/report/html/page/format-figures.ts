import type { Page } from "./page-content.js";

/** Teaches the page to write times. Runs in the browser: see {@link Page}. */
export function formatFigures(page: Page): void {
  const { axis } = page.content;
  const threeDigits = (value: number): string => (value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))));

  page.showMs = (ms) => {
    if (ms < 999.5) return `${threeDigits(ms)} ms`;
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return `${threeDigits(ms / 1000)} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const minutes = Math.round(seconds / 60);
    return minutes < 1440 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
  };

  page.showPlace = (x) => {
    if (axis.unit === "ordinal") return `pause number ${Math.round(x)}`;
    const since = `${(x / 1000).toFixed(3)} s ${axis.isUptime ? "after JVM start" : "after the first line"}`;
    if (axis.epochMs === null) return since;
    const [day = "", clock = ""] = new Date(axis.epochMs + x + axis.zoneMinutes * 60_000).toISOString().split("T");
    return `${day} ${clock.slice(0, -1)}, ${since}`;
  };
}
