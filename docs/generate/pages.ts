import { join } from "node:path";
import { readRules } from "../../src/advise/read-rules.js";
import { productVersion } from "../../src/cli/product-files.js";
import { writeCommandsPage } from "./commands-page.js";
import { writeManPage } from "./man-page.js";
import { writeMetricsPage } from "./metrics-page.js";
import { writeReportsPage } from "./reports-page.js";
import { writeRulesPage } from "./rules-page.js";

/** Every page that is made from the program, by its path in the project. */
export async function generatePages(root: string): Promise<Readonly<Record<string, string>>> {
  return {
    "docs/reference/commands.md": writeCommandsPage(),
    "docs/reference/metrics.md": writeMetricsPage(),
    "docs/reference/rules.md": writeRulesPage(await readRules(join(root, "rules"))),
    "reports/README.md": writeReportsPage(root),
    "man/pauseline.1": writeManPage(await productVersion()),
  };
}
