import { type AllocationPlan, AllocationSums } from "./allocation-sums.js";
import { copyOf, DamagedBytes } from "./byte-cursor.js";
import { CHUNK_HEADER_BYTES, type ChunkHeader } from "./chunk-header.js";
import { ChunkScanner, type ScanResult } from "./chunk-scanner.js";
import type { ChunkTypes, MetadataCache } from "./chunk-types.js";
import { ConstantPools } from "./constant-pools.js";
import { bindCheckpointsOnly, type EventBinding, EventUse } from "./event-binding.js";
import { numberOf, textOf } from "./jfr-record.js";
import type { KeptEvents } from "./kept-events.js";
import type { RandomAccess } from "./random-access.js";
import type { RecordMapper } from "./record-mapper.js";
import type { WarningList } from "./recording-report.js";
import type { RecordingSettings } from "./recording-settings.js";
import type { DecodeContext } from "./value-decoder.js";
import { shortTypeName } from "./wanted-events.js";

export interface ChunkResult extends ScanResult {
  readonly eventCount: number;
  readonly parsedCount: number;
  readonly damagedCount: number;
}

/** Events kept before they are mapped; only recordings dumped as one huge chunk have more. */
const KEPT_EVENTS_LIMIT = 40_000;
/** Bytes of constant pools kept of one chunk; what lies behind is given up: stack traces and names. */
const KEPT_POOL_BYTES = 48 * 2 ** 20;

/**
 * Reads one chunk: scans it, keeps copies of the wanted events and of the constant pools, and maps the events when the
 * pools are complete, as a pool entry may stand behind the events that use it.
 */
export class ChunkReader {
  private readonly allocations = new AllocationSums();
  private readonly pools: ConstantPools;
  private readonly context: DecodeContext;
  private readonly scanner: ChunkScanner;
  private parsedCount = 0;
  private damagedCount = 0;
  private poolBytes = 0;
  private hasAllPools = false;
  /** Chunks repeat what describes the JVM; it is of use once. */
  private isDescribed: boolean;

  constructor(
    private readonly access: RandomAccess,
    private readonly start: number,
    private readonly header: ChunkHeader,
    private chunkTypes: ChunkTypes,
    private readonly cache: MetadataCache,
    private readonly mapper: RecordMapper,
    private readonly warnings: WarningList,
    private readonly kept: KeptEvents,
    private readonly settings: RecordingSettings,
    ordinalBase: number,
  ) {
    const { types } = chunkTypes;
    this.pools = new ConstantPools(types, header.clock);
    this.context = this.pools.context;
    kept.begin(this.context, () => this.noteDamage());
    this.isDescribed = mapper.hasJvm;
    this.scanner = new ChunkScanner(access, (use, typeId, bytes, from, to, ordinal) => this.take(use, typeId, bytes, from, to, ordinal), ordinalBase);
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
        this.kept.add(bytes, from, to, this.bindingOf(typeId), ordinal);
        break;
      case EventUse.addUp:
        this.addAllocation(typeId, bytes, from, to);
        break;
      case EventUse.checkpoint:
        if (!this.hasAllPools) this.keepPools(copyOf(bytes, from, to));
        break;
      case EventUse.metadata:
        this.takeMetadata(copyOf(bytes, from, to));
    }
  }

  private bindingOf(typeId: number): EventBinding {
    return this.chunkTypes.bindings.byId[typeId] as EventBinding;
  }

  /** In a chunk that was never finished, types may be registered after the metadata that its head points at. */
  private takeMetadata(event: Uint8Array): void {
    if (this.header.state === 0) return;
    const later = this.cache.read(event);
    if (later === null || later.types.size < this.chunkTypes.types.size) return;
    this.chunkTypes = later;
    this.pools.addTypes(later.types);
  }

  private addAllocation(typeId: number, bytes: Uint8Array, from: number, to: number): void {
    try {
      this.allocations.add(bytes, from, to, this.bindingOf(typeId).allocation as AllocationPlan);
      this.parsedCount++;
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.noteDamage();
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
    const { kept } = this;
    for (let i = 0; i < kept.length; i++) {
      const record = kept.typeOf(i) === "JVMInformation" ? kept.read(i) : null;
      if (record !== null && this.mapper.isNewJvm(record)) this.isDescribed = false;
    }
    if (!this.isDescribed) this.takeSettings();
    const used = this.mapper.accept(kept, this.isDescribed);
    this.parsedCount += used - kept.damagedCount;
    kept.clear();
  }

  /** Settings name their event type by its id in this chunk. */
  private takeSettings(): void {
    const { kept } = this;
    for (let i = 0; i < kept.length; i++) {
      const fields = kept.typeOf(i) === "ActiveSetting" ? kept.read(i)?.fields : undefined;
      if (fields === undefined) continue;
      const type = this.context.types.get(numberOf(fields, "id"));
      const [name, value] = [textOf(fields, "name"), textOf(fields, "value")];
      if (type !== undefined && name !== null && value !== null) this.settings.add(shortTypeName(type.name), name, value);
    }
  }

  private mapAllocations(): void {
    const { classTypeId, stackTypeId } = this.allocations;
    for (const { classKey, stackKey, bytes, samples } of this.allocations) {
      const objectClass = this.pools.value(classTypeId, classKey);
      const stackTrace = this.pools.value(stackTypeId, stackKey);
      this.mapper.acceptAllocation({ objectClass, stackTrace }, bytes, samples);
    }
  }

  private noteDamage(): void {
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
