// Tries the advice: runs each scenario, applies what the report proposes, runs it again, prints both.
// node test/rerun/rerun.mjs [--java PATH] [--out FOLDER] [--seconds N] [--slo 10,50,200] [name…]
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    java: { type: "string", default: "java" },
    out: { type: "string", default: "build/rerun" },
    seconds: { type: "string", default: "60" },
    slo: { type: "string", default: "10,50,200" },
    nice: { type: "string", default: "0" },
  },
});
const here = import.meta.dirname;
const program = join(here, "../../dist/cli/bin.js");
const classes = join(values.out, "classes");

/** Options that say where the log goes are ours, and do not belong to the advice. */
const isLogOption = (option) => option.startsWith("-Xlog:") && option.includes("file=");

function write(line) {
  process.stdout.write(`${line}\n`);
}

function compile() {
  mkdirSync(classes, { recursive: true });
  execFileSync(values.java.endsWith("java") ? `${values.java}c` : "javac", ["-d", classes, join(here, "Programs.java")]);
}

/** One run of a scenario with the given options; the result is kept in its folder and not made twice. */
async function run(scenario, options, folder) {
  const file = join(folder, "result.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  mkdirSync(folder, { recursive: true });
  const load = Object.entries({ seconds: values.seconds, out: join(folder, "latency.csv"), ...scenario.with }).map(([key, value]) => `${key}=${value}`);
  const words = [...options, `-Xlog:${scenario.log ?? "gc*,safepoint"}:file=${join(folder, "gc.log")}:time,uptime,level,tags`, "-cp", classes, "Programs", scenario.program, ...load];
  const output = join(folder, "output.txt");
  const fd = openSync(output, "w");
  const child = spawn("nice", ["-n", values.nice, values.java, ...words], { stdio: ["ignore", fd, fd] });
  const peak = { residentMb: 0, cpuSeconds: 0 };
  const timer = setInterval(() => look(child.pid, peak), 500);
  const exit = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  const result = { options, exit, ...peak, output: readFileSync(output, "utf8").split("\n").filter((line) => /^(requests|batch|failed|Error|Unrecog)/.test(line)).join(" ") };
  writeFileSync(file, JSON.stringify(result));
  return result;
}

/** Resident memory at its highest and processor time so far, from /proc. */
function look(pid, peak) {
  try {
    const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    if (memory !== null) peak.residentMb = Math.round(Number(memory[1]) / 1024);
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    peak.cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    // The process has just ended.
  }
}

function analyze(scenario, options, folder, sloMs, withLatency) {
  const goal = scenario.objective === undefined ? ["--slo", `p99=${sloMs}ms`] : ["--objective", scenario.objective];
  const latency = withLatency ? ["--latency", join(folder, "latency.csv")] : [];
  const words = [program, "analyze", join(folder, "gc.log"), ...goal, ...latency, "--memory", scenario.memory, "--jvm-options", options.join(" "), "--format", "json", "--quiet"];
  return JSON.parse(execFileSync("nice", ["-n", "5", process.execPath, ...words], { maxBuffer: 2 ** 28, encoding: "utf8" }));
}

function row(label, result, analysis) {
  const { pauses, stalls, safepoints } = analysis;
  const ms = (value) => (value === null ? "–" : value.toFixed(1));
  write(`  ${label} | exit ${result.exit} | ${result.output} | pauses n ${pauses.count} p99 ${ms(pauses.p99Ms)} max ${ms(pauses.maxMs)} total ${ms(pauses.totalMs)} | stalls ${stalls?.count ?? 0} | reach ${ms(safepoints?.maxReachMs ?? null)} | rss ${result.residentMb} MB cpu ${result.cpuSeconds} s`);
}

async function study(scenario) {
  const folder = join(values.out, scenario.name);
  const base = await run(scenario, scenario.jvm, join(folder, "base"));
  write(`## ${scenario.name}: ${scenario.about} | ${scenario.program} ${JSON.stringify(scenario.with ?? {})} | ${scenario.jvm.join(" ")} | memory ${scenario.memory}`);
  const proposals = new Map();
  for (const sloMs of scenario.objective === undefined ? values.slo.split(",") : ["0"]) {
    for (const withLatency of sloMs === "50" ? [false, true] : [false]) {
      const analysis = analyze(scenario, scenario.jvm, join(folder, "base"), sloMs, withLatency);
      if (proposals.size === 0) row("base", base, analysis);
      const proposed = analysis.jvmOptions.proposed.filter((option) => !isLogOption(option));
      const top = analysis.recommendations.filter(({ when }) => when === "now").map(({ ruleId, severity }) => `${ruleId}(${severity})`);
      write(`  slo ${sloMs}${withLatency ? " +latency" : ""}: ${analysis.verdict} ${analysis.correlation?.verdict ?? ""} | ${top.join(", ") || analysis.recommendations.slice(0, 3).map(({ ruleId }) => ruleId).join(", ")} | ${proposed.join(" ")}`);
      proposals.set(proposed.join(" "), proposed);
    }
  }
  for (const proposed of proposals.values()) {
    if (proposed.join(" ") === scenario.jvm.join(" ")) continue;
    const place = join(folder, proposed.join(" ").replaceAll(/[^A-Za-z0-9=+-]+/g, "_"));
    const after = await run(scenario, proposed, place);
    try {
      row(proposed.join(" "), after, analyze(scenario, proposed, place, values.slo.split(",")[0], false));
    } catch (cause) {
      write(`  ${proposed.join(" ")} | exit ${after.exit} | ${after.output} | not analyzed: ${cause.message.split("\n")[0]}`);
    }
  }
}

compile();
const scenarios = JSON.parse(readFileSync(join(here, "scenarios.json"), "utf8"));
for (const scenario of scenarios) {
  if (positionals.length === 0 || positionals.includes(scenario.name)) await study(scenario);
}
