// `npm run bench`: what parsing and analysis cost, as ratios within this run. Needs `npm run build` before.
//
// Inputs are grown from shipped samples with shifted stamps and ids. CPU seconds are user + system of whole processes;
// every figure is the median of RUNS runs. Nothing here is asserted: machines differ, and other work disturbs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync, writeFileSync, writeSync, existsSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MEGABYTES = Number(process.env.BENCH_MB ?? 200);
/** Sizes of the scaling table in MB. */
const SCALE = (process.env.BENCH_SCALE ?? "1,10,100,1000").split(",").map(Number);
const RESULT = join(ROOT, "reports/bench.json");
const SAMPLES = { "G1 info": "g1/evacuation-failure-jdk17/gc.log.gz", "generational ZGC info": "genzgc/steady-jdk25/gc.log.gz", "Shenandoah info": "shenandoah/degenerated-jdk17/gc.log.gz" };

/** Repeats a log until it has `megabytes`, each repetition later and with later GC ids, as one long run would be. Returns its pauses. */
function grow(sample, path, megabytes) {
  const lines = gunzipSync(readFileSync(join(ROOT, "samples", sample))).toString("latin1").split("\n").filter(Boolean);
  const uptimeOf = (line) => Number(/\[(\d+\.\d{3})s\]/.exec(line)?.[1] ?? 0);
  const lastS = Math.max(...lines.map(uptimeOf)) + 1;
  const ids = Math.max(...lines.map((line) => Number(/GC\((\d+)\)/.exec(line)?.[1] ?? 0))) + 1;
  const head = lines.findIndex((line) => line.includes("GC(0)"));
  const file = openSync(path, "w");
  const pausesOf = (some) => some.filter((line) => /\] GC\(\d+\) Pause .*ms$/.test(line)).length;
  let written = 0;
  let pauses = 0;
  for (let round = 0; written < megabytes * 1e6; round++) {
    const shifted = (round === 0 ? lines : lines.slice(head)).map((line) =>
      line
        .replace(/\[(\d+\.\d{3})s\]/, (_, s) => `[${(Number(s) + round * lastS).toFixed(3)}s]`)
        .replace(/^\[(\d{4}-[^\]]{19})[+-]\d{4}\]/, (_, t) => `[${new Date(Date.parse(`${t}Z`) + round * lastS * 1000).toISOString().slice(0, -1)}+0000]`)
        .replace(/GC\((\d+)\)/, (_, id) => `GC(${Number(id) + round * ids})`),
    );
    const block = Buffer.from(`${shifted.join("\n")}\n`, "latin1");
    writeSync(file, block);
    written += block.length;
    pauses += pausesOf(shifted);
  }
  closeSync(file);
  return pauses;
}

/**
 * CPU seconds and peak memory of one whole process; the child reports both when it ends. Linux hands the peak of the parent
 * on to `maxRSS` of a child, so what /proc says comes first.
 */
function measure(code, args) {
  const wrapped = `${code}\nprocess.on("exit", () => { const u = process.resourceUsage(); let kb = u.maxRSS; try { kb = Number(/VmHWM:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/self/status", "latin1"))[1]); } catch {} require("fs").writeSync(3, JSON.stringify({ cpuS: (u.userCPUTime + u.systemCPUTime) / 1e6, peakMb: kb / 1024 })); });`;
  const runs = Array.from({ length: RUNS }, () => {
    const child = spawnSync(process.execPath, ["--input-type=commonjs", "-e", wrapped, ...args], { stdio: ["ignore", "ignore", "inherit", "pipe"], maxBuffer: 1 << 30 });
    if (child.status !== 0) throw new Error(`a measured process ended with status ${child.status}`);
    return JSON.parse(child.output[3].toString());
  });
  runs.sort((a, b) => a.cpuS - b.cpuS);
  return runs[RUNS >> 1];
}

const dist = (path) => JSON.stringify(new URL(`../../dist/${path}`, import.meta.url).href);
const cli = (words) => `require("v8").setFlagsFromString("--semi-space-growth-factor=1"); import(${dist("cli/main.js")}).then(({ main }) => main(${words}, { out: async () => {}, err: (line) => console.error(line), stdin: process.stdin, isTerminal: false, isErrorTerminal: false, columns: 100, environment: {} })).then((status) => { process.exitCode = status; });`;
const ANALYZE = cli('["analyze", process.argv[1], "--format", "json", "--quiet"]');
const PARSE = `Promise.all([import(${dist("input/resolve-inputs.js")}), import(${dist("analysis/read-inputs.js")})]).then(async ([{ resolveInputs }, { readInputs }]) => { await readInputs(await resolveInputs([process.argv[1]])); });`;
const SPLIT = `const fs = require("fs"); const fd = fs.openSync(process.argv[1]); const b = Buffer.alloc(1 << 20); let n = 0, got; while ((got = fs.readSync(fd, b)) > 0) { let at = 0; while ((at = b.indexOf(10, at) + 1) > 0 && at <= got) n++; }`;
const STOCK = `import(${dist("generated/unified-stock.js")}).then((p) => { for (const line of require("fs").readFileSync(process.argv[1], "latin1").split("\\n")) { let at = line.lastIndexOf("] ") + 2; const id = p.parseGcId(line, at); if (id) at = id.position; const gen = p.parseGeneration(line, at); if (gen) at = gen.position; p.parseMessage(line, at); } });`;
const NOTHING = "";

const folder = mkdtempSync(join(tmpdir(), "pauseline-bench-"));
const rows = [];
try {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    const large = join(folder, "large.log");
    const small = join(folder, "small.log");
    grow(sample, large, MEGABYTES);
    writeFileSync(small, readFileSync(large).subarray(0, 2e6));
    const mb = statSync(large).size / 1e6;
    const nothing = measure(NOTHING, []);
    const rate = (run, size = mb) => size / Math.max(0.001, run.cpuS - nothing.cpuS);
    const analyze = measure(ANALYZE, [large]);
    const parse = measure(PARSE, [large]);
    const split = measure(SPLIT, [large]);
    const stock = rate(measure(STOCK, [small]), 2);
    rows.push({ name, mb: Math.round(mb), analyzeMbPerS: rate(analyze), parseMbPerS: rate(parse), splitMbPerS: rate(split), stockMbPerS: stock, analyzeTimesStock: rate(analyze) / stock, peakMb: analyze.peakMb });
  }
  const bare = measure(NOTHING, []);
  const help = measure(cli('["--help"]'), []);
  const small = join(folder, "one.log");
  grow(SAMPLES["G1 info"], small, 1);
  const oneMb = measure(ANALYZE, [small]);
  const scaling = SCALE.map((megabytes) => {
    const path = join(folder, "scale.log");
    const pauses = grow(SAMPLES["G1 info"], path, megabytes);
    const run = measure(ANALYZE, [path]);
    return { mb: Math.round(statSync(path).size / 1e6), pauses, cpuS: run.cpuS, peakMb: run.peakMb };
  });
  const result = { machine: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} CPUs, Node ${process.version}`, runs: RUNS, rows, scaling, startUp: { bareNodeCpuS: bare.cpuS, helpCpuS: help.cpuS, oneMegabyteCpuS: oneMb.cpuS } };
  const earlier = existsSync(RESULT) ? JSON.parse(readFileSync(RESULT, "utf8")) : null;
  console.log(`${result.machine}; medians of ${RUNS} runs, MB of file per CPU second of the whole process less bare node\n`);
  console.log("log                     MB   analyze  parse  split lines  stock peggy  analyze ÷ stock  peak MB  analyze before");
  for (const row of rows) {
    const before = earlier?.rows.find(({ name }) => name === row.name)?.analyzeMbPerS;
    console.log([row.name.padEnd(22), String(row.mb).padStart(4), row.analyzeMbPerS.toFixed(1).padStart(9), row.parseMbPerS.toFixed(1).padStart(6), row.splitMbPerS.toFixed(0).padStart(12), row.stockMbPerS.toFixed(2).padStart(12), row.analyzeTimesStock.toFixed(1).padStart(16), row.peakMb.toFixed(0).padStart(8), (before?.toFixed(1) ?? "–").padStart(15)].join(" "));
  }
  console.log(`\nstart-up, CPU s: bare node ${bare.cpuS.toFixed(3)}, --help ${help.cpuS.toFixed(3)}, analysis of 1 MB ${oneMb.cpuS.toFixed(3)}`);
  console.log("\nG1 info     MB    pauses  CPU s  peak MB  MB of memory per million pauses");
  for (const [index, { mb, pauses, cpuS, peakMb }] of scaling.entries()) {
    const before = scaling[index - 1];
    const growth = before === undefined ? "–" : (((peakMb - before.peakMb) / (pauses - before.pauses)) * 1e6).toFixed(0);
    console.log([String(mb).padStart(14), String(pauses).padStart(9), cpuS.toFixed(2).padStart(6), peakMb.toFixed(0).padStart(8), growth.padStart(20)].join(" "));
  }
  writeFileSync(RESULT, `${JSON.stringify(result, null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
