import type { Page, PageRange } from "./page-content.js";

/** Lets people drag over a chart to look at a stretch of time: all charts over time show it, and the table of worst pauses. Runs in the browser: see {@link Page}. */
export function prepareRanges(page: Page): void {
  const { content, charts } = page;
  const SHORTEST_DRAG_PX = 6;
  const ROWS = 10;
  const bar = document.querySelector<HTMLElement>("#range");
  const words = bar?.querySelector<HTMLElement>("span");
  const table = document.querySelector<HTMLElement>("#worst-pauses tbody");
  const allRows = table === null ? [] : [...table.children];

  const fillTable = (range: PageRange | null): void => {
    if (range === null) {
      table?.replaceChildren(...allRows);
      return;
    }
    const inside = content.longest.filter(({ x }) => x >= range.from && x <= range.to);
    const rows = inside.slice(0, ROWS).map(({ cells }) => {
      const row = document.createElement("tr");
      cells.forEach((text, column) => {
        const cell = row.insertCell();
        if (column === 1) cell.className = "number";
        cell.textContent = text;
      });
      return row;
    });
    if (rows.length === 0) {
      const row = document.createElement("tr");
      const cell = row.insertCell();
      cell.colSpan = 6;
      cell.textContent = "No pause began in this range.";
      rows.push(row);
    }
    table?.replaceChildren(...rows);
  };

  page.showRange = (range) => {
    page.range = range;
    for (const [name, chart] of charts) {
      const { msPerUnit = null, config } = content.charts[name] ?? {};
      const scale = chart.options.scales?.["x"];
      const whole = config?.options?.scales?.["x"] as { min?: number; max?: number } | undefined;
      if (msPerUnit === null || scale === undefined || whole === undefined) continue;
      scale.min = range === null ? whole.min : range.from / msPerUnit;
      scale.max = range === null ? whole.max : range.to / msPerUnit;
      // What lies outside of the range must not be drawn into the margin.
      const annotation = (chart.options.plugins as unknown as { annotation?: { clip?: boolean } }).annotation;
      if (annotation !== undefined) annotation.clip = range !== null;
      chart.update("none");
    }
    fillTable(range);
    if (bar === null || words === null || words === undefined) return;
    bar.hidden = range === null;
    if (range === null) return;
    const longest = content.longest.find(({ x }) => x >= range.from && x <= range.to);
    const length = content.axis.unit === "ordinal" ? `${Math.round(range.to - range.from)} pauses` : page.showMs(range.to - range.from);
    words.textContent = `${length} from ${page.showPlace(range.from)}${longest === undefined ? ": no pause" : `: longest pause ${longest.cells[1] ?? ""}, ${longest.cells[4] ?? ""}`}`;
  };

  const listen = (canvas: HTMLCanvasElement): void => {
    const name = canvas.dataset["chart"] ?? "";
    const msPerUnit = content.charts[name]?.msPerUnit ?? null;
    if (msPerUnit === null) return;
    const band = document.createElement("div");
    band.className = "band";
    band.hidden = true;
    canvas.parentElement?.append(band);
    canvas.classList.add("over-time");
    let start: number | null = null;
    const inside = (event: PointerEvent): number => {
      const area = charts.get(name)?.chartArea ?? { left: 0, right: 0 };
      return Math.min(area.right, Math.max(area.left, event.clientX - canvas.getBoundingClientRect().left));
    };
    const show = (end: number): void => {
      const area = charts.get(name)?.chartArea;
      if (start === null || area === undefined) return;
      band.hidden = Math.abs(end - start) < SHORTEST_DRAG_PX;
      band.style.left = `${Math.min(start, end)}px`;
      band.style.width = `${Math.abs(end - start)}px`;
      band.style.top = `${area.top}px`;
      band.style.height = `${area.bottom - area.top}px`;
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      start = inside(event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => show(inside(event)));
    canvas.addEventListener("pointerup", (event) => {
      const scale = charts.get(name)?.scales["x"];
      const end = inside(event);
      band.hidden = true;
      if (start !== null && scale !== undefined && Math.abs(end - start) >= SHORTEST_DRAG_PX) {
        const ends = [start, end].map((pixel) => (scale.getValueForPixel(pixel) ?? 0) * msPerUnit) as [number, number];
        page.showRange({ from: Math.min(...ends), to: Math.max(...ends) });
      }
      start = null;
    });
    canvas.addEventListener("pointercancel", () => {
      start = null;
      band.hidden = true;
    });
    canvas.addEventListener("dblclick", () => page.showRange(null));
  };

  for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-chart]")) listen(canvas);
  bar?.querySelector("button")?.addEventListener("click", () => page.showRange(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && page.range !== null) page.showRange(null);
  });
}
