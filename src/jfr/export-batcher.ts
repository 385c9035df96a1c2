import type { JfrRecord } from "./jfr-record.js";
import { RecordList, type RecordOrder } from "./record-batch.js";
import type { RecordMapper } from "./record-mapper.js";

/** Records held until the JVM has introduced itself, which it may do as late as at the end of a chunk. */
const HELD_BEFORE_JVM = 60_000;
/** Records mapped together afterwards: far more than lie between the events of one collection. */
const BATCH = 20_000;

/** Hands records of an export, which arrive one by one and nearly in order, to the mapper in batches. */
export class ExportBatcher {
  parsedCount = 0;
  private batch: RecordList;
  private hasJvm = false;

  constructor(
    private readonly mapper: RecordMapper,
    private readonly order: RecordOrder,
  ) {
    this.batch = new RecordList(order);
  }

  add(record: JfrRecord): void {
    if (record.type === "JVMInformation") {
      if (this.mapper.hasJvm && this.mapper.isNewJvm(record)) this.flush();
      this.hasJvm = true;
    }
    this.batch.add(record);
    if (this.batch.length >= (this.hasJvm ? BATCH : HELD_BEFORE_JVM)) this.flush();
  }

  finish(): void {
    this.flush();
    this.mapper.finish();
    this.mapper.warnOfNoPauses();
  }

  private flush(): void {
    this.parsedCount += this.mapper.accept(this.batch);
    this.batch = new RecordList(this.order);
  }
}
