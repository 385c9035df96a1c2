import { describe, expect, test } from "vitest";
import { pausesOf, readText } from "../support/read-text.js";

const MESSAGE = "GC(7) Pause Young (Normal) (G1 Evacuation Pause) 13M->4M(192M) 7.067ms";
const PAUSE = { kind: "Young (Normal)", cause: "G1 Evacuation Pause", durationMs: 7.067, gcId: 7 };

describe("decorations", () => {
  test.each([
    ["the default", "[12.925s][info][gc] ", 12925, null],
    ["padding inside the brackets", "[12.925s][info   ][gc             ] ", 12925, null],
    ["a decimal comma", "[12,925s][info][gc] ", 12925, null],
    ["local time with its zone", "[2026-11-24T19:44:22.061+0530][info][gc] ", null, Date.UTC(2026, 10, 24, 14, 14, 22, 61)],
    ["time and uptime", "[2026-11-24T14:14:22.061+0000][12.925s][info][gc] ", 12925, Date.UTC(2026, 10, 24, 14, 14, 22, 61)],
    ["timemillis and uptimemillis", "[1795529659556ms][12925ms][info][gc] ", 12925, 1795529659556],
    ["uptimenanos, finer than uptime", "[12.925s][1997928712169ns][12925432100ns][info][gc] ", 12925.4321, null],
    ["host, pid and tid, no clock", "[vm][28308][28311][info][gc] ", null, null],
    ["a host that looks like a tag set, with a clock", "[12.925s][gc][28308][info][gc] ", 12925, null],
    ["uptime alone", "[12.925s] ", 12925, null],
    ["none at all", "", null, null],
    [
      "all twelve",
      "[2026-11-24T14:14:22.061+0000][2026-11-24T14:14:22.061+0000][12.925s][1795529662061ms][12925ms][1997928712169ns][12925000000ns][app-1][18376][18384][info][gc] ",
      12925,
      1795529662061,
    ],
  ])("%s", (_name, decorations, endMs, epochMs) => {
    const { timeline, verdicts } = readText(`${decorations}${MESSAGE}\n`);
    expect(verdicts).toEqual(["parsed"]);
    expect(pausesOf(timeline)).toMatchObject([PAUSE]);
    const [run] = timeline.runs;
    const startMs = timeline.pauses.startMs[0] as number;
    if (endMs !== null) {
      expect(run?.clock.isUptime).toBe(true);
      expect(startMs).toBeCloseTo(endMs - PAUSE.durationMs, 6);
    } else {
      expect(run?.clock.isUptime).toBe(false);
    }
    if (epochMs !== null) expect((run?.clock.epochMs ?? 0) + startMs).toBeCloseTo(epochMs - PAUSE.durationMs, 2);
    else expect(run?.clock.epochMs).toBeNaN();
  });

  test("the zone of the log is kept for rendering", () => {
    expect(readText(`[2026-11-24T19:44:22.061-0330][info][gc] ${MESSAGE}\n`).zoneMinutes).toBe(-210);
  });
});

describe("what stands around the lines", () => {
  const LINE = `[12.925s][info][gc] ${MESSAGE}`;
  test.each([
    ["compose", "shop-app-1  | "],
    ["Kubernetes CRI", "2026-11-24T14:23:19.734558820Z stdout F "],
    ["kubectl --timestamps", "2026-11-24T14:23:19.734558820Z "],
    ["journald", "Nov 24 14:23:19 app-1 java[21653]: "],
    ["syslog RFC 5424", "<14>1 2026-11-24T14:23:19.734Z host app 123 - - "],
    ["Logback", "14:23:19.734 [main] INFO  c.e.Launcher - "],
    ["Log4j", "2026-11-24 14:23:19,734 INFO [stdout] (worker-3) "],
    ["the end of an application's line without line end", "progress 40%"],
  ])("%s is a prefix", (_name, prefix) => {
    const { timeline, verdicts } = readText(`${prefix}${LINE}\n${prefix}${LINE.replace("GC(7)", "GC(8)")}\n`);
    expect(verdicts).toEqual(["parsed", "parsed"]);
    expect(pausesOf(timeline)).toHaveLength(2);
  });

  test("Docker's JSON is opened, also where it cut a long line in two", () => {
    const whole = JSON.stringify({ log: `${LINE}\n`, stream: "stdout" });
    const first = JSON.stringify({ log: LINE.slice(0, 30), stream: "stdout" });
    const second = JSON.stringify({ log: `${LINE.slice(30)}\n`, stream: "stdout" });
    const { timeline, verdicts } = readText(`${whole}\n${first}\n${second}\n`);
    expect(verdicts).toEqual(["parsed", "ignored", "parsed"]);
    expect(pausesOf(timeline)).toHaveLength(2);
  });

  test("an application's output is ignored, also where it looks like the log or quotes it", () => {
    const foreign = [
      "[INFO ] cache refreshed, 378 entries [gc friendly] GC(12) is not a collection",
      '{"ts":1795530173756,"level":"warn","msg":"slow query Pause Young 12ms"}',
      "java.lang.IllegalStateException: example",
      "\tat com.example.Main.main(Main.java:3)",
      "Request took 12.5ms",
      `WARN last pause was "${LINE}" as logged`,
      "",
    ];
    const { timeline, verdicts } = readText([LINE, ...foreign, LINE.replace("GC(7)", "GC(8)")].join("\n"));
    expect(verdicts).toEqual(["parsed", ...foreign.map(() => "ignored"), "parsed"]);
    expect(pausesOf(timeline)).toHaveLength(2);
  });

  test("a GC line that the grammar does not know is counted and kept, never dropped", () => {
    const { verdicts, rejected } = readText(`${LINE}\n[13.1s][info][gc] GC(8) Something nobody ever printed %%\n`);
    expect(verdicts).toEqual(["parsed", "unrecognized"]);
    expect(rejected).toMatchObject([{ line: 2, message: "Something nobody ever printed %%" }]);
  });

  test("lines of other subsystems are not about GC", () => {
    expect(readText(`${LINE}\n[13.1s][info][class,load] java.lang.Object source: jrt:/java.base\n`).verdicts).toEqual(["parsed", "ignored"]);
  });

  test("a continuation with one blank bracket (JDK 25) belongs to the message above", () => {
    expect(readText(`${LINE}\n[                  ]   active_workers_by_JT: 2\n`).verdicts).toEqual(["parsed", "ignored"]);
  });
});
