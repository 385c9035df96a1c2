import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { beforeAll, describe, expect, test } from "vitest";
import { CHARTS } from "../../src/report/charts/index.js";
import { createPngRenderer, FONT_FAMILY, REPORT_PICTURE, type PngRenderer } from "../../src/report/png.js";
import { reduceSeries } from "../../src/report/series.js";
import { tuneG1 } from "./fake-stories.js";

/** Dark pixels of a stretch of a picture: title and axis text are nearly black, dots and lines are not. */
async function countInk(bytes: Uint8Array, width: number, height: number): Promise<number> {
  const image = await loadImage(Buffer.from(bytes));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let ink = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i]! < 100 && data[i + 1]! < 100 && data[i + 2]! < 100) ink++;
  return ink;
}

describe("pictures", () => {
  let renderer: PngRenderer;
  const { timeline, analysis } = tuneG1();
  const series = reduceSeries(timeline, analysis);
  const chart = CHARTS[0]!.build(series);
  beforeAll(async () => {
    renderer = await createPngRenderer();
  });

  test("the bundled font is there, and text is drawn with it", async () => {
    expect(GlobalFonts.has(FONT_FAMILY)).toBe(true);
    const untitled = structuredClone(chart);
    Object.assign(untitled.config.options!.plugins!.title!, { display: false });
    const box = [1000, 60] as const;
    expect(await countInk(renderer.render(chart), ...box)).toBeGreaterThan((await countInk(renderer.render(untitled), ...box)) + 500);
  });

  test("a picture has the size that was asked for, times the pixel ratio, and is not blank", async () => {
    const bytes = renderer.render(chart);
    const image = await loadImage(Buffer.from(bytes));
    expect([image.width, image.height]).toEqual([REPORT_PICTURE.width * 2, REPORT_PICTURE.height * 2]);
    expect(bytes.length).toBeGreaterThan(20_000);
    const wide = await loadImage(Buffer.from(renderer.render(chart, { width: 1600, height: 700, pixelRatio: 1 })));
    expect([wide.width, wide.height]).toEqual([1600, 700]);
  });

  test("equal charts give equal bytes, whatever was drawn between", () => {
    const first = Buffer.from(renderer.render(chart));
    renderer.render(CHARTS[2]!.build(series));
    expect(Buffer.from(renderer.render(chart)).equals(first)).toBe(true);
  });

  test("the corner is white, not transparent", async () => {
    const canvas = createCanvas(2, 2);
    const context = canvas.getContext("2d");
    context.drawImage(await loadImage(Buffer.from(renderer.render(chart))), 0, 0);
    expect([...context.getImageData(0, 0, 1, 1).data]).toEqual([255, 255, 255, 255]);
  });
});
