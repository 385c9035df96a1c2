import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJfrJson } from "../../src/jfr/read-jfr-json.js";
import { readJfrText } from "../../src/jfr/read-jfr-text.js";
import { readJfrXml } from "../../src/jfr/read-jfr-xml.js";
import { readRecording } from "../../src/jfr/read-recording.js";
import { type Outcome, readBytes, sampleBytes } from "./read-sample.js";

const hasTool = spawnSync("jfr", ["version"]).status === 0 || spawnSync("jfr", ["help"]).status === 0;

/** Events that the timeline is made of, in an order that does not depend on rounded times. */
function timelineOf({ seen }: Outcome): { what: string; numbers: number[] }[] {
  return seen
    .flatMap(({ event, stamp }) => {
      const at = `${stamp.gcId} ${event.type}`;
      switch (event.type) {
        case "pause":
          return [{ what: `${at} ${event.kind} ${event.cause}`, numbers: [event.durationMs, event.beforeBytes, event.afterBytes, event.committedBytes] }];
        case "collection":
          return [{ what: `${at} ${event.kind} ${event.cause}`, numbers: [event.durationMs, event.beforeBytes, event.afterBytes] }];
        case "concurrent":
          return [{ what: `${at} ${event.phase}`, numbers: [event.durationMs] }];
        case "phase":
          return [{ what: `${at} ${event.name} ${event.depth}`, numbers: [event.durationMs] }];
        case "references":
          return [{ what: `${at} ${event.strength}`, numbers: [event.discovered] }];
        case "cpu":
          return [{ what: at, numbers: [event.userMs, event.sysMs, event.realMs] }];
        case "safepoint":
          return [{ what: `${at} ${event.operation}`, numbers: [event.reachingMs] }];
        default:
          return [];
      }
    })
    .sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

// What the JDK's own tool prints is the independent witness; without a JDK these tests are shown as skipped.
describe.skipIf(!hasTool)("what `jfr print` of the JDK at hand writes of a recording", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pauseline-forms-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(["jfr/jdk21-serial.jfr.gz", "g1/steady-jdk17/recording.jfr.gz"])("%s: JSON, XML and text give the timeline of the binary", async (name) => {
    const bytes = sampleBytes(`../${name}`);
    const path = join(folder, "recording.jfr");
    writeFileSync(path, bytes);
    const binary = timelineOf(await readBytes(readRecording, bytes, bytes.length));
    expect(binary.length).toBeGreaterThan(20);
    for (const [options, reader, share] of [[["--json"], readJfrJson, 1e-6], [["--xml"], readJfrXml, 1e-6], [[], readJfrText, 0.006]] as const) {
      const printed = spawnSync("jfr", ["print", ...options, path], { maxBuffer: 2 ** 28 });
      expect(printed.status, printed.stderr.toString()).toBe(0);
      const form = timelineOf(await readBytes(reader, new Uint8Array(printed.stdout), 65_536));
      expect(form.map(({ what }) => what)).toEqual(binary.map(({ what }) => what));
      // Text prints sizes to a tenth of their unit and durations to three digits.
      const roundedOff = share > 1e-3 ? 0.05 * 2 ** 20 : 0;
      form.forEach(({ what, numbers }, row) => {
        numbers.forEach((number, column) => {
          const exact = binary[row]?.numbers[column] as number;
          if (Number.isNaN(exact)) return expect(number, what).toBeNaN();
          const isSize = exact > 2 ** 20;
          expect(Math.abs(number - exact), `${options[0] ?? "text"} ${what}`).toBeLessThanOrEqual(Math.abs(exact) * share + (isSize ? roundedOff : 1e-6));
        });
      });
    }
  }, 120_000);
});
