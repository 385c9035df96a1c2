import { describe, expect, test } from "vitest";
import { PauselineError } from "../../src/errors/pauseline-error.js";
import { readRecording } from "../../src/jfr/read-recording.js";
import { createDice, damageInside, findEvents } from "./mutate-recording.js";
import { readBytes, sampleBytes } from "./read-sample.js";

describe("recordings whose frame is right and whose content is not", () => {
  const original = sampleBytes("jdk21-serial.jfr.gz");
  const events = findEvents(original);

  test("the mutations get past the frame: every event is met in spite of them", async () => {
    const whole = await readBytes(readRecording, original, original.length);
    expect(events.filter(({ typeId }) => typeId > 1)).toHaveLength(whole.report.events.total);
  });

  test("a report that adds up, or one clear error; never a hang", async () => {
    const dice = createDice(2026);
    let readable = 0;
    for (let round = 0; round < 80; round++) {
      const bytes = damageInside(original, events, dice);
      try {
        const { report, seen } = await readBytes(readRecording, bytes, bytes.length);
        const { total, parsed, ignored, unrecognized } = report.events;
        expect(parsed + ignored + unrecognized, `round ${round}`).toBe(total);
        expect(Math.min(parsed, ignored, unrecognized), `round ${round}`).toBeGreaterThanOrEqual(0);
        expect(report.warnings.length).toBeLessThanOrEqual(50);
        expect(seen.length).toBeLessThanOrEqual(20 * total + 100);
        readable++;
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(PauselineError);
      }
    }
    expect(readable).toBeGreaterThan(40);
  });

  test("counts of 2^63 in every place of the pools and of the metadata cost no memory", async () => {
    const structural = events.filter(({ typeId }) => typeId <= 1);
    for (const { body, to } of structural) {
      for (let at = body; at < Math.min(to, body + 4_000); at += 97) {
        const bytes = original.slice();
        bytes.fill(0xff, at, at + 8);
        try {
          await readBytes(readRecording, bytes, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(PauselineError);
        }
      }
    }
  });
});
