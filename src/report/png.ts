import { createRequire } from "node:module";
import type { ChartJSNodeCanvas } from "chartjs-node-canvas";
import { withTicks, type Chart } from "./charts/chart.js";
import { COLORS } from "./charts/palette.js";

/** Size of a picture in layout pixels, and how many real pixels stand for one of them. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Fits the width of a pull request, sharp on dense screens: a file of 1760 × 880 pixels. */
export const REPORT_PICTURE: PictureSize = { width: 880, height: 440, pixelRatio: 2 };

/** Family name under which the bundled font is registered; unlike any on the machine, so that pictures are the same everywhere. */
export const FONT_FAMILY = "Report Sans";

/** Draws charts to PNG files. Equal charts give equal bytes on every machine. */
export interface PngRenderer {
  readonly render: (chart: Chart, size?: PictureSize) => Uint8Array;
}

/** Loads the drawing library, once per process: it takes a fifth of a second, so only callers that draw should ask for it. */
export async function createPngRenderer(): Promise<PngRenderer> {
  // Read when the library loads: without it, missing glyphs would come from fonts of this machine.
  process.env["DISABLE_SYSTEM_FONTS_LOAD"] = "1";
  const require = createRequire(import.meta.url);
  const { registerFont } = (await import("canvas")) as typeof import("canvas");
  const { ChartJSNodeCanvas: Canvas } = await import("chartjs-node-canvas");
  for (const face of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) registerFont(require.resolve(`dejavu-fonts-ttf/ttf/${face}`), { family: FONT_FAMILY });
  const canvases = new Map<string, ChartJSNodeCanvas>();
  return {
    render: (chart, size = REPORT_PICTURE) => {
      const key = `${size.width}x${size.height}`;
      let canvas = canvases.get(key);
      if (canvas === undefined) {
        canvas = new Canvas({
          width: size.width,
          height: size.height,
          backgroundColour: COLORS.background,
          // By name: the renderer loads a Chart.js of its own, and a plugin object would belong to another.
          plugins: { modern: ["chartjs-plugin-annotation"] },
          chartCallback: (library) => {
            library.defaults.font.family = FONT_FAMILY;
          },
        });
        canvases.set(key, canvas);
      }
      const config = withTicks(chart);
      config.options = { ...config.options, devicePixelRatio: size.pixelRatio };
      return canvas.renderToBufferSync(config);
    },
  };
}
