import { HOSTILE_WORDS } from "../fuzz/hostile-words.js";

/** Every hostile word without what ends a line or a cause's parentheses. */
const HOSTILE_CAUSES: readonly string[] = HOSTILE_WORDS.map((word) => word.replace(/[\r\n()\u0000]/g, "")).filter((word) => word.trim() !== "");

/**
 * A log in which everything that an input can name is hostile: causes, kinds, phases, thread names, options, the version,
 * and lines that are not understood. `more` are words to try beside the usual ones.
 */
export function hostileLog(...more: readonly string[]): string {
  const lines = [
    "[0.001s][info][gc,init] Version: 21.0.1+12 <script>alert(1)</script> @team (release)",
    "[0.002s][info][gc] Using G1",
    "[0.003s][info][gc,init] Heap Max Capacity: 256M",
    `[0.004s][info][arguments] VM Arguments:`,
    `[0.004s][info][arguments] jvm_args: -Xmx256m -Dx=<script> -D@team=\`id\` -Da=::error::x -XX:OnError=|calc -Dhref=[x](javascript:alert(1)) -XX:HeapDumpPath=/tmp/</code></details>|x`,
  ];
  [...more, ...HOSTILE_CAUSES].forEach((word, id) => {
    const at = (1 + id * 0.1).toFixed(3);
    lines.push(
      `[${at}s][info][gc,start] GC(${id}) Pause Young (Normal) (${word})`,
      `[${at}s][info][gc,phases] GC(${id})   ${word}: 3.0ms`,
      `[${at}s][info][gc] GC(${id}) Pause Young (Normal) (${word}) 124M->24M(256M) ${20 + id}.115ms`,
      `[${at}s][info][gc] GC(${id}) Allocation Stall (${word}) 12.000ms`,
      `[${at}s][info][gc] Allocation Stall (${word}) 13.000ms`,
      `[${at}s][info][gc] ${word} this is no message of a JVM`,
      `[${at}s][info][safepoint] Safepoint "${word}", Time since last: 1000000 ns, Reaching safepoint: 10000 ns, At safepoint: 20000 ns, Total: 30000 ns`,
    );
  });
  return `${lines.join("\n")}\n`;
}
