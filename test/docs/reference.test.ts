import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatePages } from "../../docs/generate/pages.js";
import { ROOT } from "../support/samples.js";

const WRITES = process.env["PAUSELINE_WRITE_DOCS"] === "1";

test("the reference and the man page say what the program declares", async () => {
  for (const [path, content] of Object.entries(await generatePages(ROOT))) {
    if (WRITES) writeFileSync(join(ROOT, path), content);
    else expect(readFileSync(join(ROOT, path), "utf8"), `${path} is stale: npm run docs`).toBe(content);
  }
});
