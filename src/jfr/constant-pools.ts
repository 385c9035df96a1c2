import { ByteCursor, DamagedBytes } from "./byte-cursor.js";
import type { ChunkClock } from "./chunk-header.js";
import type { JfrValue } from "./jfr-record.js";
import { planSkip, type SkipPlan, skipPlanned } from "./skip-plan.js";
import type { TypeLayout } from "./type-layout.js";
import { type DecodeContext, type PoolLookup, readStruct } from "./value-decoder.js";

/** One stretch of entries of one type in one checkpoint. */
interface PoolPart {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly count: number;
}

interface Pool {
  readonly parts: PoolPart[];
  partsIndexed: number;
  /** Key → part × 2^32 + offset of its value. */
  readonly places: Map<number, number>;
  readonly values: Map<number, JfrValue>;
}

const PART_STEP = 2 ** 32;
/** Values may lead to others (object → referrer → …); a chain longer than this is cut. */
const LONGEST_CHAIN = 40;

/**
 * The constant pools of one chunk. Checkpoints are only noted while the chunk is scanned; a pool is indexed when the first
 * of its keys is asked for and a value is decoded when it is, so stack traces that nobody wants cost one walk. Keys may be
 * defined after the events that use them: ask only when the whole chunk has been scanned.
 */
export class ConstantPools implements PoolLookup {
  /** Keys that no checkpoint defines; their values are null. */
  missingKeys = 0;
  /** Checkpoints given up half-way, as their bytes made no sense. */
  damagedCheckpoints = 0;
  private chainLength = 0;
  private readonly unread: Uint8Array[] = [];
  private readonly pools = new Map<number, Pool>();
  private readonly plans = new Map<number, SkipPlan | null>();
  /** For decoding values of this chunk that lead into its pools. */
  readonly context: DecodeContext;
  private readonly types: Map<number, TypeLayout>;
  private readonly stringTypeId: number;

  constructor(types: ReadonlyMap<number, TypeLayout>, clock: ChunkClock) {
    this.types = new Map(types);
    this.context = { types: this.types, clock, pools: this };
    this.stringTypeId = [...types.values()].find(({ name }) => name === "java.lang.String")?.id ?? -1;
  }

  /** Types that were registered after the metadata read first. */
  addTypes(types: ReadonlyMap<number, TypeLayout>): void {
    for (const [id, layout] of types) if (!this.types.has(id)) this.types.set(id, layout);
    this.plans.clear();
  }

  /** Notes a checkpoint event (size and type id included); the bytes must not change afterwards. */
  add(checkpoint: Uint8Array): void {
    this.unread.push(checkpoint);
  }

  value(typeId: number, key: number): JfrValue {
    const seen = this.pools.get(typeId)?.values.get(key);
    if (seen !== undefined) return seen;
    const pool = this.poolOf(typeId);
    if (key === 0 && !pool?.places.has(0)) return null;
    const place = pool?.places.get(key);
    if (pool === undefined || place === undefined) {
      this.missingKeys++;
      return null;
    }
    if (this.chainLength >= LONGEST_CHAIN) return null;
    pool.values.set(key, null); // pools may refer to each other in a circle
    this.chainLength++;
    const value = this.decode(typeId, pool.parts[Math.floor(place / PART_STEP)] as PoolPart, place % PART_STEP);
    this.chainLength--;
    pool.values.set(key, value);
    return value;
  }

  text(key: number): string | null {
    const value = this.value(this.stringTypeId, key);
    return typeof value === "string" ? value : null;
  }

  private decode(typeId: number, part: PoolPart, offset: number): JfrValue {
    const cursor = new ByteCursor(part.bytes, offset);
    try {
      if (typeId === this.stringTypeId) return cursor.readString(() => null);
      return readStruct(cursor, this.types.get(typeId) as TypeLayout, this.context);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.missingKeys++;
      return null;
    }
  }

  private poolOf(typeId: number): Pool | undefined {
    while (this.unread.length > 0) this.readCheckpoint(this.unread.shift() as Uint8Array);
    const pool = this.pools.get(typeId);
    const plan = this.planOf(typeId);
    if (pool === undefined || plan === null) return pool;
    for (; pool.partsIndexed < pool.parts.length; pool.partsIndexed++) indexPart(pool, plan);
    return pool;
  }

  private readCheckpoint(bytes: Uint8Array): void {
    const cursor = new ByteCursor(bytes);
    try {
      cursor.skipIntegers(2); // size, type id
      cursor.skipIntegers(3); // time, duration, offset of the checkpoint before it
      cursor.skipBytes(1); // what kind of checkpoint
      for (let left = cursor.readUnsigned(); left > 0; left--) this.readPool(cursor);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damagedCheckpoints++;
    }
  }

  private readPool(cursor: ByteCursor): void {
    const typeId = cursor.readUnsigned();
    const count = cursor.readUnsigned();
    const plan = this.planOf(typeId);
    if (plan === null) throw new DamagedBytes(`pool of unknown type ${typeId}`);
    const part = { bytes: cursor.bytes, offset: cursor.position, count };
    for (let left = count; left > 0; left--) {
      cursor.skipIntegers(1);
      skipPlanned(cursor, plan);
    }
    let pool = this.pools.get(typeId);
    if (pool === undefined) {
      pool = { parts: [], partsIndexed: 0, places: new Map(), values: new Map() };
      this.pools.set(typeId, pool);
    }
    pool.parts.push(part);
  }

  private planOf(typeId: number): SkipPlan | null {
    let plan = this.plans.get(typeId);
    if (plan === undefined) {
      const type = this.types.get(typeId);
      if (typeId === this.stringTypeId) plan = [{ what: "string" }];
      else plan = type === undefined || type.fields.length === 0 ? null : planSkip(type.fields, this.types);
      this.plans.set(typeId, plan);
    }
    return plan;
  }
}

/** Notes where each value of the next part stands; of keys written twice the last one counts. */
function indexPart(pool: Pool, plan: SkipPlan): void {
  const part = pool.parts[pool.partsIndexed] as PoolPart;
  const cursor = new ByteCursor(part.bytes, part.offset);
  for (let left = part.count; left > 0; left--) {
    const key = cursor.readUnsigned();
    pool.places.set(key, pool.partsIndexed * PART_STEP + cursor.position);
    skipPlanned(cursor, plan);
  }
}
