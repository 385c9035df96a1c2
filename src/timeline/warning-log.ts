/** Something odd that the timeline noticed; the analysis goes on. */
export interface TimelineWarning {
  readonly code: string;
  readonly message: string;
  readonly input: number;
  readonly line: number;
}

/** Warnings of one kind are told this often, then counted. */
const WARNINGS_OF_A_KIND = 5;

/** Collects warnings; a log that repeats one a million times keeps a few and their number. */
export class WarningLog {
  private readonly kept: TimelineWarning[] = [];
  private readonly counts = new Map<string, number>();

  add(code: string, message: string, { input, line }: { readonly input: number; readonly line: number }): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= WARNINGS_OF_A_KIND) this.kept.push({ code, message, input, line });
  }

  /** The warnings kept, the last of a kind telling how many more there were. */
  finish(): readonly TimelineWarning[] {
    return this.kept.map((warning, index) => {
      const more = (this.counts.get(warning.code) ?? 0) - WARNINGS_OF_A_KIND;
      const isLastOfKind = this.kept.findLastIndex(({ code }) => code === warning.code) === index;
      return more > 0 && isLastOfKind ? { ...warning, message: `${warning.message} (and ${more} more like it)` } : warning;
    });
  }
}
