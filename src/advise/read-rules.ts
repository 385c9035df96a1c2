import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PauselineError } from "../errors/pauseline-error.js";
import { unitOf } from "./advise-on.js";
import type { RuleFile } from "./rule-file.js";
import { type MergedRules, mergeRules } from "./merge-rules.js";
import type { Rule, RuleOverride } from "./rule.js";

const SCHEMA_FILE = "rule.schema.json";
/** A team's changes to built-in rules, beside its own rules. */
const OVERRIDES_FILE = "overrides.json";

const OVERRIDES_SCHEMA = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["id", "reason"],
    properties: {
      id: { type: "string" },
      off: { type: "boolean" },
      severity: { enum: ["critical", "warning", "info"] },
      thresholds: { type: "object", additionalProperties: { type: "number" } },
      reason: { type: "string", minLength: 3 },
    },
  },
};

/** The rules in force: {@link readRuleSet} without what the team changed. */
export async function readRules(builtinFolder: string, teamFolder: string | null = null): Promise<readonly Rule[]> {
  return (await readRuleSet(builtinFolder, teamFolder)).rules;
}

/**
 * Reads the built-in rules and, where given, reads and checks a team's folder with rules of its own and `overrides.json`.
 * Wrong rules and unreadable folders are `usage` errors. The built-in ones are not checked again at each start: that takes
 * longer than reading a small log, and the tests hold them to {@link checkBuiltinRules}.
 */
export async function readRuleSet(builtinFolder: string, teamFolder: string | null = null): Promise<MergedRules> {
  const builtin = (await readRuleFiles(builtinFolder)).map(({ content }) => content as Rule);
  if (teamFolder === null) return { rules: builtin, changes: [] };
  const { checkRules } = await import("./check-rules.js");
  const rules = checkRules(await readRuleFiles(teamFolder), await readSchema(builtinFolder), unitOf);
  checkReferences(rules, [...builtin, ...rules]);
  return mergeRules(builtin, { rules, overrides: await readOverrides(teamFolder) });
}

/** Reads and checks the built-in rules as a team's are. Throws a `usage` error that names each mistake. */
export async function checkBuiltinRules(builtinFolder: string): Promise<readonly Rule[]> {
  const { checkRules } = await import("./check-rules.js");
  const rules = checkRules(await readRuleFiles(builtinFolder), await readSchema(builtinFolder), unitOf);
  checkReferences(rules, rules);
  return rules;
}

async function readSchema(builtinFolder: string): Promise<object> {
  return (await readJson(join(builtinFolder, SCHEMA_FILE))) as object;
}

/** Parsed rule files of a folder by name, without the schema and the overrides. */
export async function readRuleFiles(folder: string): Promise<readonly RuleFile[]> {
  const names = (await listFolder(folder)).filter((name) => name.endsWith(".json") && name !== SCHEMA_FILE && name !== OVERRIDES_FILE);
  return Promise.all(names.sort().map(async (name) => ({ path: join(folder, name), content: await readJson(join(folder, name)) })));
}

function checkReferences(rules: readonly Rule[], known: readonly Rule[]): void {
  const ids = new Set(known.map(({ id }) => id));
  for (const rule of rules) {
    const unknown = rule.supersedes.find((id) => !ids.has(id));
    if (unknown !== undefined) throw new PauselineError("usage", `Rule "${rule.id}" supersedes "${unknown}", which does not exist`, { path: `${rule.id}.json`, hint: "correct /supersedes" });
  }
}

async function readOverrides(folder: string): Promise<readonly RuleOverride[]> {
  if (!(await listFolder(folder)).includes(OVERRIDES_FILE)) return [];
  const path = join(folder, OVERRIDES_FILE);
  const content = await readJson(path);
  const { Ajv } = await import("ajv");
  const validate = new Ajv({ allErrors: true, strict: true }).compile(OVERRIDES_SCHEMA);
  if (!validate(content)) {
    const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`).join("; ");
    throw new PauselineError("usage", `${path}: ${faults}`, { path, hint: "an override has id, reason, and off, severity or thresholds" });
  }
  return content as readonly RuleOverride[];
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new PauselineError("usage", `The rules folder ${folder} cannot be read`, { path: folder, hint: "check --rules", cause });
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as unknown;
  } catch (cause) {
    throw new PauselineError("usage", `${path} cannot be read as JSON: ${(cause as Error).message}`, { path, hint: "correct the file", cause });
  }
}
