import { PauselineError } from "../errors/pauseline-error.js";
import type { EventSink } from "../events/gc-event.js";
import { ExportBatcher } from "./export-batcher.js";
import { instantMsOf, type JfrRecord, type JfrStruct, spanMsOf } from "./jfr-record.js";
import { EXACT_ORDER, type RecordOrder } from "./record-batch.js";
import { RecordMapper } from "./record-mapper.js";
import { type RecordingOptions, type RecordingReport, WarningList } from "./recording-report.js";
import { shortTypeName, WANTED_FIELDS } from "./wanted-events.js";

/** Counts, joins and maps the events of one export; the readers of the three forms only find them. */
export class ExportReading {
  readonly warnings = new WarningList();
  private readonly batcher: ExportBatcher;
  private total = 0;
  private unrecognized = 0;

  constructor(
    sink: EventSink,
    private readonly options: RecordingOptions,
    order: RecordOrder = EXACT_ORDER,
  ) {
    this.batcher = new ExportBatcher(new RecordMapper(sink, options.input, this.warnings), order);
  }

  /** Whether an event of that full type name (`jdk.GCPhasePause`) is of use. Counts nothing. */
  isWanted(typeName: string): boolean {
    return Object.hasOwn(WANTED_FIELDS, shortTypeName(typeName));
  }

  /** Counts an event that is not wanted. */
  skip(): void {
    this.total++;
  }

  /** Counts an event that could not be read. */
  reject(message: string): void {
    this.total++;
    this.unrecognized++;
    this.warnings.add("damaged-event", message);
  }

  /** Takes one event of a wanted type. */
  add(typeName: string, fields: JfrStruct): void {
    this.total++;
    const durationMs = fields.duration === undefined ? 0 : spanMsOf(fields, "duration");
    const startMs = instantMsOf(fields, "startTime");
    const record: JfrRecord = { type: shortTypeName(typeName), ordinal: this.total, startMs, durationMs, fields };
    this.batcher.add(record);
  }

  finish(): RecordingReport {
    this.batcher.finish();
    const { total, unrecognized } = this;
    if (total === 0) {
      throw new PauselineError("input", "the export holds no events", {
        ...(this.options.path === undefined ? {} : { path: this.options.path }),
        hint: "`jfr print` writes its error to the terminal and an empty file when it cannot read a recording; give the .jfr file itself",
      });
    }
    const parsed = this.batcher.parsedCount;
    return { events: { total, parsed, ignored: total - parsed - unrecognized, unrecognized }, warnings: this.warnings.finish() };
  }
}
