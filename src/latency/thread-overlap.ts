/**
 * Finds out what stamps mean from threads that do one request at a time: under the right reading the requests of a thread
 * do not overlap each other.
 */
export class ThreadOverlap {
  private readonly last = new Map<string, { stampMs: number; latencyMs: number }>();
  private asStart = 0;
  private asEnd = 0;
  private rows = 0;

  /** The next request of a thread, in the order of the file. */
  see(thread: string, stampMs: number, latencyMs: number): void {
    const previous = this.last.get(thread);
    this.last.set(thread, { stampMs, latencyMs });
    this.rows++;
    if (previous === undefined || thread === "" || stampMs < previous.stampMs) return;
    // One ms of rounding on either side is no overlap.
    this.asStart += Math.max(0, previous.stampMs + previous.latencyMs - stampMs - 2);
    this.asEnd += Math.max(0, previous.stampMs - (stampMs - latencyMs) - 2);
  }

  /** Threads seen, when they did one request at a time under the right reading of the stamps; undefined without thread names. */
  workers(): number | undefined {
    return this.last.size === 0 || this.last.has("") || Math.min(this.asStart, this.asEnd) > this.rows ? undefined : this.last.size;
  }

  /** null when the rows do not decide. */
  meaning(): "start" | "end" | null {
    if (this.asEnd > 5 * this.asStart + 10) return "start";
    return this.asStart > 5 * this.asEnd + 10 ? "end" : null;
  }
}
