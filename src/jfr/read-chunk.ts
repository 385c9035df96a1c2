import { AllocationSums } from "./allocation-sums.js";
import { ByteCursor, copyOf, DamagedBytes } from "./byte-cursor.js";
import { CHUNK_HEADER_BYTES, type ChunkHeader } from "./chunk-header.js";
import { ChunkScanner, type ScanResult } from "./chunk-scanner.js";
import type { ChunkTypes, MetadataCache } from "./chunk-types.js";
import { ConstantPools } from "./constant-pools.js";
import { bindCheckpointsOnly, type EventBinding, EventUse, readEvent } from "./event-binding.js";
import type { JfrRecord } from "./jfr-record.js";
import type { RandomAccess } from "./random-access.js";
import type { RecordMapper } from "./record-mapper.js";
import type { WarningList } from "./recording-report.js";
import type { DecodeContext } from "./value-decoder.js";
import { DESCRIPTION_TYPES } from "./wanted-events.js";

export interface ChunkResult extends ScanResult {
  readonly eventCount: number;
  readonly parsedCount: number;
  readonly damagedCount: number;
}

/** Events kept before they are mapped; only recordings dumped as one huge chunk have more. */
const KEPT_EVENTS_LIMIT = 25_000;
/** Bytes of constant pools kept of one chunk; what lies behind is given up: stack traces and names. */
const KEPT_POOL_BYTES = 48 * 2 ** 20;

interface KeptEvent {
  readonly bytes: Uint8Array;
  readonly binding: EventBinding;
  readonly ordinal: number;
}

/**
 * Reads one chunk: scans it, keeps copies of the wanted events and of the constant pools, and maps the events when the
 * pools are complete, as a pool entry may stand behind the events that use it.
 */
export class ChunkReader {
  private kept: KeptEvent[] = [];
  private readonly allocations = new AllocationSums();
  private readonly cursor = new ByteCursor();
  private readonly pools: ConstantPools;
  private readonly context: DecodeContext;
  private readonly scanner: ChunkScanner;
  private parsedCount = 0;
  private damagedCount = 0;
  private poolBytes = 0;
  private hasAllPools = false;

  constructor(
    private readonly access: RandomAccess,
    private readonly start: number,
    private readonly header: ChunkHeader,
    private chunkTypes: ChunkTypes,
    private readonly cache: MetadataCache,
    private readonly mapper: RecordMapper,
    private readonly warnings: WarningList,
    ordinalBase: number,
  ) {
    const { types } = chunkTypes;
    this.pools = new ConstantPools(types, header.clock);
    this.context = this.pools.context;
    this.scanner = new ChunkScanner(access, (...event) => this.take(...event), ordinalBase);
  }

  async read(chunkEnd: number): Promise<ChunkResult> {
    const afterWindow = async (at: number): Promise<void> => {
      if (this.kept.length < KEPT_EVENTS_LIMIT) return;
      await this.readPoolsAhead(at, chunkEnd);
      this.mapKept();
    };
    const uses = (): Uint8Array => this.chunkTypes.bindings.uses;
    const result = await this.scanner.scan(this.start + CHUNK_HEADER_BYTES, chunkEnd, uses, { afterWindow });
    this.mapKept();
    this.mapAllocations();
    this.warnOfPools();
    const { parsedCount, damagedCount, scanner } = this;
    return { ...result, eventCount: scanner.eventCount, parsedCount, damagedCount };
  }

  private take(use: number, typeId: number, bytes: Uint8Array, from: number, to: number, ordinal: number): void {
    switch (use) {
      case EventUse.keep:
        this.kept.push({ bytes: copyOf(bytes, from, to), binding: this.bindingOf(typeId), ordinal });
        break;
      case EventUse.addUp:
        this.addAllocation(typeId, bytes, from, to, ordinal);
        break;
      case EventUse.checkpoint:
        if (!this.hasAllPools) this.keepPools(copyOf(bytes, from, to));
        break;
      case EventUse.metadata:
        this.takeMetadata(copyOf(bytes, from, to));
    }
  }

  private bindingOf(typeId: number): EventBinding {
    return this.chunkTypes.bindings.byId.get(typeId) as EventBinding;
  }

  /** In a chunk that was never finished, types may be registered after the metadata that its head points at. */
  private takeMetadata(event: Uint8Array): void {
    if (this.header.state === 0) return;
    const later = this.cache.read(event);
    if (later === null || later.types.size < this.chunkTypes.types.size) return;
    this.chunkTypes = later;
    this.pools.addTypes(later.types);
  }

  private addAllocation(typeId: number, bytes: Uint8Array, from: number, to: number, ordinal: number): void {
    this.cursor.point(bytes, from, to);
    try {
      this.allocations.add(this.cursor, this.bindingOf(typeId), this.context, ordinal);
      this.parsedCount++;
    } catch (error) {
      this.noteDamage(error);
    }
  }

  private keepPools(checkpoint: Uint8Array): void {
    this.poolBytes += checkpoint.length;
    if (this.poolBytes <= KEPT_POOL_BYTES) this.pools.add(checkpoint);
    else this.warnings.add("pools-too-large", "names and stack traces of a chunk were given up, as there are too many");
  }

  /** Collects the pools of the rest of the chunk, so that kept events can be mapped before its end. */
  private async readPoolsAhead(from: number, chunkEnd: number): Promise<void> {
    if (this.hasAllPools) return;
    const { uses } = bindCheckpointsOnly();
    const ahead = new ChunkScanner(this.access, (_use, _id, bytes, start, end) => this.keepPools(copyOf(bytes, start, end)), 0);
    await ahead.scan(from, chunkEnd, () => uses, { keepsAll: true });
    this.hasAllPools = true;
  }

  private mapKept(): void {
    const description = this.kept.filter(({ binding }) => binding.type === "JVMInformation");
    const isNewJvm = this.decodeAll(description).filter((record) => this.mapper.isNewJvm(record)).length > 0 || !this.mapper.hasJvm;
    const records = this.decodeAll(this.kept.filter(({ binding }) => isNewJvm || !DESCRIPTION_TYPES.has(binding.type)));
    this.kept = [];
    this.parsedCount += this.mapper.accept(records);
  }

  private decodeAll(events: readonly KeptEvent[]): JfrRecord[] {
    const records: JfrRecord[] = [];
    for (const { bytes, binding, ordinal } of events) {
      this.cursor.point(bytes, 0, bytes.length);
      try {
        records.push(readEvent(this.cursor, binding, this.context, ordinal));
      } catch (error) {
        this.noteDamage(error);
      }
    }
    return records;
  }

  private mapAllocations(): void {
    for (const sum of this.allocations.sums.values()) {
      const objectClass = this.pools.value(sum.classTypeId, sum.classKey);
      const stackTrace = this.pools.value(sum.stackTypeId, sum.stackKey);
      this.mapper.acceptAllocation({ objectClass, stackTrace }, sum.bytes, sum.samples, sum.lastMs, sum.ordinal);
    }
  }

  private noteDamage(error: unknown): void {
    if (!(error instanceof DamagedBytes)) throw error;
    this.damagedCount++;
    this.warnings.add("damaged-event", "an event does not hold what its type says and was left out");
  }

  private warnOfPools(): void {
    const { missingKeys, damagedCheckpoints } = this.pools;
    if (missingKeys > 0) {
      this.warnings.add("missing-names", "events refer to names that the recording does not hold", null, missingKeys);
    }
    if (damagedCheckpoints > 0) {
      this.warnings.add("damaged-checkpoint", "a table of names could not be read to its end", null, damagedCheckpoints);
    }
  }
}
