import type { JfrStruct, JfrValue } from "./jfr-record.js";
import type { TextLine } from "./text-line.js";

/** Structs and arrays deeper than this are left out. */
const DEEPEST = 50;
/** Elements kept of one array: stack traces are cut by `jfr print` anyway. */
const ELEMENTS_KEPT = 500;

/** Puts the lines of one block together. */
export class TextBlock {
  private readonly root: Record<string, JfrValue> = {};
  private readonly open: (Record<string, JfrValue> | JfrValue[])[] = [this.root];

  add({ what, name, value }: TextLine): void {
    const top = this.open.at(-1) as Record<string, JfrValue> | JfrValue[];
    switch (what) {
      case "field":
        this.put(top, name, value as JfrValue);
        break;
      case "element":
        if (Array.isArray(top) && top.length < ELEMENTS_KEPT) top.push(value as JfrValue);
        break;
      case "close":
        if (this.open.length > 1) this.open.pop();
        break;
      default: {
        if (this.open.length > DEEPEST) return;
        const inner = what === "openStruct" ? {} : [];
        this.put(top, name, inner);
        this.open.push(inner);
      }
    }
  }

  finish(): JfrStruct {
    return this.root;
  }

  private put(top: Record<string, JfrValue> | JfrValue[], name: string, value: JfrValue): void {
    if (Array.isArray(top)) top.push(value);
    else top[name] = value;
  }
}
