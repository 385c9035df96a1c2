/** Ids this far above the number of rows are spoilt or forged: an array up to them would take all memory. */
const MOST_ROOM_PER_ROW = 8;
const LEAST_ROOM = 1024;

/** A number for each GC id of each run: an array where ids count up, as they do in any real log, else a map. */
export class CollectionIds {
  private readonly byRun = new Map<number, Int32Array>();
  private readonly scattered = new Map<string, number>();
  private readonly room: number;

  /** @param rows rows of the table that the ids come from. */
  constructor(rows: number) {
    this.room = rows * MOST_ROOM_PER_ROW + LEAST_ROOM;
  }

  /** The number of an id; -1 when none was set. */
  get(run: number, gcId: number): number {
    if (gcId >= this.room || gcId < 0) return this.scattered.get(`${run}:${gcId}`) ?? -1;
    return this.byRun.get(run)?.[gcId] ?? -1;
  }

  set(run: number, gcId: number, value: number): void {
    if (gcId >= this.room || gcId < 0) {
      this.scattered.set(`${run}:${gcId}`, value);
      return;
    }
    let values = this.byRun.get(run) ?? new Int32Array(0);
    if (gcId >= values.length) {
      const larger = new Int32Array(Math.max(LEAST_ROOM, gcId + 1 + (gcId >> 1))).fill(-1);
      larger.set(values);
      values = larger;
      this.byRun.set(run, values);
    }
    values[gcId] = value;
  }
}
