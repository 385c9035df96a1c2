import type { AllocationSiteSummary, SystemGcCaller } from "./timeline.js";

/** Distinct callers and allocation sites kept. */
const SITE_LIMIT = 1_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Places in the program that recordings name: who called System.gc(), and where memory is allocated. */
export class CallSites {
  private readonly callers = new Map<string, Writable<SystemGcCaller>>();
  private readonly sites = new Map<string, Writable<AllocationSiteSummary>>();

  addCaller(frames: readonly string[], thread: string): void {
    const key = frames.join("\n");
    const known = this.callers.get(key);
    if (known !== undefined) known.count++;
    else if (this.callers.size < SITE_LIMIT) this.callers.set(key, { frames, thread, count: 1 });
  }

  addAllocation(className: string, frame: string, bytes: number, samples: number, isOldObject: boolean): void {
    const key = `${isOldObject} ${className} ${frame}`;
    const known = this.sites.get(key);
    if (known !== undefined) {
      known.bytes += bytes;
      known.samples += samples;
    } else if (this.sites.size < SITE_LIMIT) {
      this.sites.set(key, { className, frame, bytes, samples, isOldObject });
    }
  }

  /** The most frequent callers and the largest sites first. */
  finish(): { readonly systemGcCalls: readonly SystemGcCaller[]; readonly allocationSites: readonly AllocationSiteSummary[] } {
    return {
      systemGcCalls: [...this.callers.values()].sort((a, b) => b.count - a.count),
      allocationSites: [...this.sites.values()].sort((a, b) => b.bytes - a.bytes),
    };
  }
}
