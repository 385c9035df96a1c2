import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** Writes all rules into `dist/rules.json`, for pages, which cannot list a folder. Run from the root of the project. */
const names = readdirSync("rules").filter((name) => name.endsWith(".json") && name !== "rule.schema.json").sort();
writeFileSync("dist/rules.json", `${JSON.stringify(names.map((name) => JSON.parse(readFileSync(`rules/${name}`, "utf8"))))}\n`);
