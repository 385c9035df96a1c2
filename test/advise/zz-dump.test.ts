import { test } from "vitest";
import { METRICS } from "../../src/metrics/catalog.js";
import { writeFileSync } from "node:fs";
test("dump", () => { writeFileSync("/tmp/adv/metrics.txt", METRICS.map((m) => `${m.name}\t${m.unit}\t${m.sentence}`).join("\n")); });
