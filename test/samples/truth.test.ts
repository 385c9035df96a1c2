import { describe, expect, test } from "vitest";
import { logOf, readSample, readTruth, SAMPLE_NAMES } from "../support/samples.js";
import { readInputs } from "../../src/analysis/read-inputs.js";
import type { InputFile } from "../../src/input/input-file.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";

describe.each(SAMPLE_NAMES)("sample %s", (sample) => {
  test("has the pauses that others counted", async () => {
    const { timeline, inputs } = await readSample(sample);
    const { expect: truth, countedBy } = readTruth(sample);
    const durations = [...timeline.pauses.durationMs];
    expect(timeline.pauses.length, countedBy).toBe(truth.pauseCount);
    expect(durations.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(truth.pauseTotalMs, 2);
    if (truth.pauseCount > 0) expect(Math.max(...durations)).toBeCloseTo(truth.pauseMaxMs, 3);
    for (const { lines } of inputs) {
      expect(lines.parsed + lines.ignored + lines.unrecognized).toBe(lines.total);
      expect(lines.unrecognized).toBe(0);
    }
  });

  test("reads the same whatever its line ends, its name and what stands in front of its lines", async () => {
    const [file] = await resolveInputs([logOf(sample)]);
    const text = await textOf(file as InputFile);
    const plain = await readText(text);
    const isLegacy = plain.inputs[0]?.kind === "legacy-log";
    const variants = [text.replaceAll("\n", "\r\n"), ...(isLegacy ? [] : [prefixed(text, "app-1  | "), prefixed(text, "Nov 24 14:23:19 host java[77]: "), dockerJson(text)])];
    for (const variant of variants) {
      const { timeline } = await readText(variant);
      expect([...timeline.pauses.durationMs]).toEqual([...plain.timeline.pauses.durationMs]);
      expect([...timeline.pauses.startMs]).toEqual([...plain.timeline.pauses.startMs]);
      expect(Array.from(timeline.pauses.afterBytes)).toEqual(Array.from(plain.timeline.pauses.afterBytes));
    }
  });
});

async function textOf(file: InputFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function readText(text: string): ReturnType<typeof readInputs> {
  const bytes = new TextEncoder().encode(text);
  return readInputs([
    {
      path: "renamed.bin",
      sizeBytes: bytes.length,
      // Odd chunk lengths, so that lines span chunks.
      async *open() {
        for (let at = 0; at < bytes.length; at += 9973) yield bytes.slice(at, at + 9973);
      },
      peek: async (most = 262_144) => bytes.slice(0, most),
      randomAccess: async () => null,
      warnings: [],
    },
  ]);
}

function prefixed(text: string, prefix: string): string {
  return text.replace(/^(?=.)/gm, prefix);
}

function dockerJson(text: string): string {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-01-01T00:00:00Z" }))
    .join("\n");
}
