/** Something a reader should know about a recording that could be read all the same; `line` is an event's ordinal. */
export interface RecordingWarning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
}

/** What became of the events of one input: total = parsed + ignored + unrecognized, always. */
export interface RecordingReport {
  readonly events: {
    readonly total: number;
    /** Made into events of the timeline, or joined into them. */
    readonly parsed: number;
    /** Well-formed events that nobody here needs. */
    readonly ignored: number;
    /** Events that do not hold what their type says. */
    readonly unrecognized: number;
  };
  readonly warnings: readonly RecordingWarning[];
}

/** What all readers of recordings need besides the bytes. */
export interface RecordingOptions {
  /** Index of the input, copied into every stamp. */
  readonly input: number;
  /** Path for error messages. */
  readonly path?: string;
}

/** Warnings by code and text, equal ones counted instead of repeated, and no more than a reader would look at. */
export class WarningList {
  private readonly counted = new Map<string, { code: string; message: string; line: number | null; count: number }>();

  add(code: string, message: string, line: number | null = null, count = 1): void {
    const key = `${code} ${message}`;
    const known = this.counted.get(key);
    if (known !== undefined) known.count += count;
    else if (this.counted.size < MOST_WARNINGS) this.counted.set(key, { code, message, line, count });
  }

  finish(): RecordingWarning[] {
    return [...this.counted.values()].map(({ code, message, line, count }) => ({
      code,
      message: count > 1 ? `${message} (${count} times)` : message,
      line,
    }));
  }
}

const MOST_WARNINGS = 50;
