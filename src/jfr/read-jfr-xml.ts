import { SaxesParser } from "saxes";
import type { EventSink } from "../events/gc-event.js";
import { decodeText } from "./decode-chunks.js";
import { ExportReading } from "./export-reading.js";
import type { JfrStruct, JfrValue } from "./jfr-record.js";
import type { RecordingOptions, RecordingReport } from "./recording-report.js";

/** A struct or array that is being filled. */
interface OpenNode {
  readonly name: string;
  readonly struct: Record<string, JfrValue> | null;
  readonly array: JfrValue[] | null;
}

const DEEPEST = 200;
const LONGEST_VALUE = 2 ** 20;

/** Reads `jfr print --xml` of any JDK, streamed. Throws PauselineError when there is no event at all. */
export async function readJfrXml(
  chunks: AsyncIterable<Uint8Array>,
  sink: EventSink,
  options: RecordingOptions,
): Promise<RecordingReport> {
  const reader = new XmlReader(new ExportReading(sink, options));
  for await (const text of decodeText(chunks)) {
    if (!reader.push(text)) break;
  }
  return reader.finish();
}

class XmlReader {
  private readonly parser = new SaxesParser();
  private readonly open: OpenNode[] = [];
  private eventType: string | null = null;
  private isWanted = false;
  private valueName: string | null = null;
  private isNull = false;
  private text = "";
  private isBroken = false;

  constructor(private readonly reading: ExportReading) {
    this.parser.on("opentag", ({ name, attributes }) => this.openTag(name, attributes));
    this.parser.on("closetag", ({ name }) => this.closeTag(name));
    this.parser.on("text", (text) => {
      if (this.valueName !== null && this.text.length < LONGEST_VALUE) this.text += text;
    });
    this.parser.on("error", () => (this.isBroken = true));
  }

  /** False when the rest makes no sense as XML. */
  push(text: string): boolean {
    this.parser.write(text);
    if (this.isBroken) this.reading.warnings.add("truncated", "the export is no XML from some place on; events before it were read");
    return !this.isBroken;
  }

  finish(): RecordingReport {
    if (!this.isBroken && (this.eventType !== null || this.open.length > 0)) {
      this.reading.warnings.add("truncated", "the export ends in the middle of an event");
    }
    return this.reading.finish();
  }

  private openTag(tag: string, attributes: Record<string, string>): void {
    if (tag === "event") {
      this.eventType = attributes.type ?? "";
      this.isWanted = this.reading.isWanted(this.eventType);
      this.open.length = 0;
      this.open.push({ name: "", struct: {}, array: null });
      return;
    }
    if (this.eventType === null || !this.isWanted) return;
    const name = attributes.name ?? attributes.index ?? "";
    if (this.open.length > DEEPEST) return;
    if (tag === "value") {
      this.valueName = name;
      this.isNull = attributes["xsi:nil"] === "true";
      this.text = "";
    } else if (tag === "struct") this.open.push({ name, struct: attributes["xsi:nil"] === "true" ? null : {}, array: null });
    else if (tag === "array") this.open.push({ name, struct: null, array: attributes["xsi:nil"] === "true" ? null : [] });
  }

  private closeTag(tag: string): void {
    if (tag === "event") this.closeEvent();
    else if (this.eventType === null || !this.isWanted) return;
    else if (tag === "value" && this.valueName !== null) {
      this.put(this.valueName, this.isNull ? null : this.text);
      this.valueName = null;
    } else if ((tag === "struct" || tag === "array") && this.open.length > 1) {
      const { name, struct, array } = this.open.pop() as OpenNode;
      this.put(name, struct ?? array);
    }
  }

  private closeEvent(): void {
    const type = this.eventType;
    if (type === null) return;
    if (this.isWanted) this.reading.add(type, (this.open[0]?.struct ?? {}) as JfrStruct);
    else this.reading.skip();
    this.eventType = null;
    this.open.length = 0;
  }

  private put(name: string, value: JfrValue): void {
    const parent = this.open.at(-1);
    if (parent?.struct) parent.struct[name] = value;
    else parent?.array?.push(value);
  }
}
