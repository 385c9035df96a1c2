import type { AllocationSite } from "../events/gc-event.js";

interface Site {
  readonly className: string;
  readonly frame: string;
  readonly isOldObject: boolean;
  bytes: number;
  samples: number;
}

/** Sites kept while reading; when full the lighter half is dropped. */
const SITES_KEPT = 4096;
/** Sites handed on per kind; what lies behind is too light to act on. */
const SITES_SHOWN = 50;

/** Adds up sampled allocations by class and allocating frame. */
export class AllocationTable {
  private readonly sites = new Map<string, Site>();

  add(className: string, frame: string, bytes: number, samples: number, isOldObject: boolean): void {
    const key = `${isOldObject ? "old" : "new"} ${className} ${frame}`;
    const site = this.sites.get(key);
    if (site !== undefined) {
      site.bytes += bytes;
      site.samples += samples;
      return;
    }
    if (this.sites.size >= SITES_KEPT) this.dropLighterHalf();
    this.sites.set(key, { className, frame, isOldObject, bytes, samples });
  }

  /** The heaviest sites, heaviest first, and empties the table. */
  drain(): AllocationSite[] {
    const heaviest = [...this.sites.values()].toSorted((a, b) => b.bytes - a.bytes || b.samples - a.samples);
    this.sites.clear();
    const shown = [false, true].flatMap((isOld) => heaviest.filter((site) => site.isOldObject === isOld).slice(0, SITES_SHOWN));
    return shown.map((site) => ({ type: "allocationSite", ...site }));
  }

  private dropLighterHalf(): void {
    const lightest = [...this.sites].toSorted(([, a], [, b]) => a.bytes - b.bytes).slice(0, SITES_KEPT / 2);
    for (const [key] of lightest) this.sites.delete(key);
  }
}
