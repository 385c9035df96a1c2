import { isChunkStart } from "./chunk-header.js";
import { EventUse } from "./event-binding.js";
import type { RandomAccess } from "./random-access.js";

/** Bytes read at a time; larger windows are not faster. */
const WINDOW_BYTES = 2 ** 20;
/** The longest size and type id together. */
const LONGEST_HEAD = 18;
/** An event that is wanted and longer than this is damage: checkpoints of huge recordings have some ten MB. */
const LONGEST_EVENT = 64 * 2 ** 20;
/** Sizes are cut here, far above any event, so that they stay small integers. */
const MOST_BYTES = 2 ** 29;

/** Called for each event that is not skipped, with the bytes it lies in, valid only during the call. */
export type EventFound = (use: number, typeId: number, bytes: Uint8Array, from: number, to: number, ordinal: number) => void;

export interface ScanResult {
  /** Where the scan ended: the end of the chunk, the start of the next, or the first byte that made no sense. */
  readonly end: number;
  /** Why it ended early; null when it did not. */
  readonly damage: "truncated" | "damaged" | null;
}

/**
 * Walks over the events of one chunk by their sizes alone, through a sliding window. Most events are passed in a few
 * instructions; those that `uses` names are handed over.
 */
export class ChunkScanner {
  /** Events met so far, checkpoints and metadata not counted. */
  eventCount = 0;
  private damage: ScanResult["damage"] = null;
  private isAtNextChunk = false;
  private neededBytes = 0;

  constructor(
    private readonly access: RandomAccess,
    private readonly found: EventFound,
    /** Ordinal of the event before the first one of this chunk. */
    private readonly ordinalBase: number,
  ) {}

  /**
   * Scans from `start` to `chunkEnd` (Infinity for a chunk of unknown length, which ends at the next chunk or the end of
   * the input). `uses` is asked anew for each window. With `keepsAll` nothing is released. `afterWindow` may wait for
   * more before the scan goes on.
   */
  async scan(
    start: number,
    chunkEnd: number,
    uses: () => Uint8Array,
    { keepsAll = false, afterWindow }: { keepsAll?: boolean; afterWindow?: (at: number) => Promise<void> } = {},
  ): Promise<ScanResult> {
    let at = start;
    while (at < chunkEnd && this.damage === null && !this.isAtNextChunk) {
      if (!keepsAll) this.access.release?.(at);
      const wish = Math.max(WINDOW_BYTES, this.neededBytes);
      const window = await this.access.read(at, Math.min(wish, chunkEnd - at));
      if (window.length === 0) {
        if (chunkEnd !== Number.POSITIVE_INFINITY) this.damage = "truncated";
        break;
      }
      const isEndOfInput = window.length < Math.min(wish, chunkEnd - at);
      this.neededBytes = 0;
      const passed = this.scanWindow(window, uses(), chunkEnd - at, isEndOfInput);
      at += passed;
      await afterWindow?.(at);
      if (passed === 0 && this.neededBytes === 0 && this.damage === null && !this.isAtNextChunk) this.damage = "truncated";
    }
    return { end: at, damage: this.damage };
  }

  /** Returns how far it came, which may lie behind the window. All numbers of the loop are small integers, which makes it several times faster. */
  private scanWindow(bytes: Uint8Array, uses: Uint8Array, bytesToChunkEnd: number, isEndOfInput: boolean): number {
    const limit = bytes.length;
    const chunkLimit = Math.min(bytesToChunkEnd, MOST_BYTES);
    const isOpenEnded = bytesToChunkEnd === Number.POSITIVE_INFINITY;
    const lastHead = isEndOfInput || limit >= bytesToChunkEnd ? limit : limit - LONGEST_HEAD;
    const { found, ordinalBase } = this;
    let eventCount = this.eventCount;
    let at = 0;
    while (at < lastHead) {
      // Sizes above 127 are padded to four bytes, but for those of some checkpoints.
      let size = bytes[at] as number;
      let position = at + 1;
      if (size >= 128) {
        size = (size & 127) | (((bytes[at + 1] as number) & 127) << 7) | (((bytes[at + 2] as number) & 127) << 14) | ((bytes[at + 3] as number) << 21);
        position = at + 4;
        if (((bytes[at + 1] as number) & (bytes[at + 2] as number) & ~(bytes[at + 3] as number) & 128) === 0) {
          size = readSmall(bytes, at);
          position = endOfInteger(bytes, at);
        }
      }
      let typeId = bytes[position] as number;
      if (typeId < 128) position++;
      else {
        typeId = readSmall(bytes, position);
        position = endOfInteger(bytes, position);
      }
      if (isOpenEnded && size === 0x46 && isChunkStart(bytes, at) && bytes[at + 4] === 0) {
        this.isAtNextChunk = true;
        break;
      }
      const next = at + size;
      if (position > limit || next < position || next > chunkLimit) {
        this.damage = position > limit ? "truncated" : "damaged";
        break;
      }
      const use = typeId < uses.length ? (uses[typeId] as number) : EventUse.skip;
      if (next > limit && (isEndOfInput || use !== EventUse.skip)) {
        if (isEndOfInput) this.damage = "truncated";
        else this.askForMore(size);
        break;
      }
      if (typeId > 1) eventCount++;
      if (use !== EventUse.skip) found(use, typeId, bytes, at, next, ordinalBase + eventCount);
      at = next;
    }
    this.eventCount = eventCount;
    return at;
  }

  private askForMore(size: number): void {
    if (size > LONGEST_EVENT) this.damage = "damaged";
    this.neededBytes = size + LONGEST_HEAD;
  }
}

/** A compressed integer, at most {@link MOST_BYTES}: what is larger is damage all the same. */
function readSmall(bytes: Uint8Array, from: number): number {
  let value = 0;
  for (let at = from, scale = 1; at < from + 9; at++, scale *= 128) {
    const byte = bytes[at] as number;
    value += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return value < MOST_BYTES ? value : MOST_BYTES;
}

function endOfInteger(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + 8 && (bytes[at] as number) >= 128) at++;
  return at + 1;
}
