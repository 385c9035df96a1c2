import { expect, test } from "vitest";
import type { CollectionModel } from "../../src/predict/collection-model.js";
import { settingsChangeOf } from "../../src/predict/settings-change.js";

const GB = 1024 ** 3;
const MODEL = { kind: "G1", jdk: 21, heapBytes: 4 * GB, sizing: "goal" } as CollectionModel;

test.each([
  ["a larger heap", "-Xmx4g", "-Xmx6g", { heapBytes: 6 * GB }],
  ["-Xms alone is not a question", "-Xms1g -Xmx4g", "-Xms4g -Xmx4g", null],
  ["the same size in another spelling", "-Xmx4g", "-Xmx4096m", null],
  ["a fixed young size", "-Xmx4g", "-Xmx4g -Xmn1g", { youngBytes: GB }],
  ["NewRatio fixes the young size too", "-Xmx4g", "-Xmx4g -XX:NewRatio=3", { youngBytes: GB }],
  ["half a bound is not a size", "-Xmx4g", "-Xmx4g -XX:MaxNewSize=1g", null],
  ["a fixed young size goes", "-Xmx4g -Xmn1g", "-Xmx4g", { backToDefault: true }],
  ["a fixed young size goes and an old goal works again", "-Xmx4g -Xmn1g -XX:MaxGCPauseMillis=50", "-Xmx4g -XX:MaxGCPauseMillis=50", { pauseGoalMs: 50 }],
  ["another goal", "-Xmx4g", "-Xmx4g -XX:MaxGCPauseMillis=20", { pauseGoalMs: 20 }],
  ["a goal goes", "-Xmx4g -XX:MaxGCPauseMillis=20", "-Xmx4g", { backToDefault: true }],
  ["another collector", "-Xmx4g -XX:+UseG1GC", "-Xmx4g -XX:+UseZGC -XX:+ZGenerational", { collector: "GenZGC" }],
  ["heap and young size together", "-Xmx4g", "-Xmx6g -Xmn1g", { heapBytes: 6 * GB, youngBytes: GB }],
  ["logging, properties and crash dumps change nothing", "-Xmx4g", "-Xmx4g -Xlog:gc*:gc.log -Dx=y -XX:+HeapDumpOnOutOfMemoryError", null],
  ["a flag that the model does not know", "-Xmx4g", "-Xmx6g -XX:G1HeapRegionSize=8m", null],
])("%s", (_title, current, proposed, expected) => {
  const change = settingsChangeOf(MODEL, "G1", current.split(" "), proposed.split(" "));
  if (expected === null) expect(change).toHaveProperty("refused");
  else expect(change).toEqual(expected);
});

test("the refusal names the flags", () => {
  expect(settingsChangeOf(MODEL, "G1", ["-Xmx4g"], ["-Xmx4g", "-XX:G1HeapRegionSize=8m", "-XX:ConcGCThreads=2"])).toEqual({ refused: expect.stringMatching(/G1HeapRegionSize, ConcGCThreads/) });
});
