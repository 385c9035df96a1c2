import type { Command } from "../command.js";
import { EXIT } from "../io.js";
import { rulesFolder } from "../product-files.js";

const NAMES = ["analysis", "config", "rule", "baseline"] as const;

export const schema: Command = {
  usage: "schema <name>",
  summary: "Print a JSON Schema: analysis, config, rule, baseline",
  positionals: [{ name: "name", type: "string", choices: [...NAMES], demandOption: true, describe: "what the schema is of" }],
  options: {},
  examples: [
    { line: "schema analysis", tells: "JSON Schema of --format json" },
  ],
  async run(argv, io) {
    await io.out(`${await schemaText(String(argv["name"]))}\n`);
    return EXIT.ok;
  },
};

async function schemaText(name: string): Promise<string> {
  switch (name) {
    case "analysis": {
      const { ANALYSIS_SCHEMA } = await import("../../schema/analysis-schema.js");
      return JSON.stringify(ANALYSIS_SCHEMA, null, 2);
    }
    case "rule": {
      const [{ readFile }, { join }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
      return (await readFile(join(rulesFolder(), "rule.schema.json"), "utf8")).trimEnd();
    }
    default: {
      const { BASELINE_SCHEMA, CONFIG_SCHEMA } = await import("../../schema/config-schema.js");
      return JSON.stringify(name === "config" ? CONFIG_SCHEMA : BASELINE_SCHEMA, null, 2);
    }
  }
}
