// Writes the card of a new rule: npm run new:rule -- <id> [folder]. The card passes the schema; its own test fails until its
// cases exist: scenarios with the names that stand in it, or samples in their place.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RULES = fileURLToPath(new URL("../rules", import.meta.url));
const [id, folder = RULES] = process.argv.slice(2);

if (id === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
  process.stderr.write("new:rule needs an id in kebab-case, a noun in the failing state: npm run new:rule -- humongous-allocation\n");
  process.exit(2);
}

const codes = new Set([RULES, folder].flatMap((each) => readdirSync(each)).filter((name) => name.endsWith(".json") && name !== "rule.schema.json").map((name) => codeOf(name)));

/** The code of a rule in one of the folders; undefined for files without one. */
function codeOf(name) {
  for (const each of [folder, RULES]) {
    try {
      return JSON.parse(readFileSync(join(each, name), "utf8")).code;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  return undefined;
}

let number = 1;
while (codes.has(`N${number}`)) number++;

const card = {
  $schema: "./rule.schema.json",
  id,
  code: `N${number}`,
  title: "Say what is wrong, as a heading",
  titleClear: "Say the same where nothing is wrong",
  cause: "tuning",
  severity: "info",
  appliesTo: { collectors: "all" },
  minimum: { pauses: 20 },
  shortLog: "withhold",
  when: { metric: "pauses.count", op: ">=", value: 20, unit: "count" },
  threshold: "Say where the threshold comes from.",
  why: "Say why this hurts, in words of HotSpot.",
  advice: [{ do: "Say what to do; name numbers by their metric: {pauses.count}." }],
  expect: "Say what will be better.",
  price: "Say what it costs.",
  contraindications: [],
  verify: "Say what to look at after the change.",
  supersedes: [],
  sources: ["Name the sources"],
  cases: { fires: [`scenarios/${id}`], silent: [`scenarios/${id}-clear`] },
};

const path = join(folder, `${id}.json`);
try {
  writeFileSync(path, `${JSON.stringify(card, null, 2)}\n`, { flag: "wx" });
} catch (error) {
  if (error.code !== "EEXIST") throw error;
  process.stderr.write(`${path} exists already\n`);
  process.exit(2);
}
process.stdout.write(`wrote ${path}
Next: fill in the card, then write the two cases it names, as simulated inputs in samples/scenarios or as samples with real logs.
Check: npx vitest run test/rules -t ${id}
`);
