import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSetting } from "../../src/jvm-options/jvm-option.js";
import { formatSize, isSameValue, numberSetting, parseSizeBytes, parseWholeNumber } from "../../src/jvm-options/option-value.js";
import { parseOptions, parseRecordedArguments, parseReportedFlags } from "../../src/jvm-options/parse-options.js";
import { orderOptions, renderCommandLine, renderWords, writeArgfile } from "../../src/jvm-options/render-options.js";
import { splitWords } from "../../src/jvm-options/split-words.js";

const WORDS = fc.array(
  fc.oneof(
    fc.constantFrom("-Xmx4g", "-Xms1g", "-Xmn512m", "-XX:+UseG1GC", "-XX:-UseAdaptiveSizePolicy", "-XX:NewRatio=2", "-Xlog:gc*:file=gc.log", "-server", "@more", "-javaagent:a b.jar=x", "--add-opens=java.base/java.lang=ALL-UNNAMED"),
    fc.string({ unit: fc.constantFrom("a", " ", "'", '"', "\\", "\n", "$", "é", "=", "*") }).map((value) => `-Dkey=${value}`),
  ),
);

describe("parseOptions", () => {
  it("takes -Xmx for MaxHeapSize and -Xmn for both ends of the young generation", () => {
    const options = parseOptions("-Xmx4g -Xmn1g -Xms2G");
    expect(options.map(({ name, form }) => [name, form])).toEqual([["MaxHeapSize", "shorthand"], ["-Xmn", "shorthand"], ["InitialHeapSize", "shorthand"]]);
    expect(numberSetting(options, "MaxHeapSize")).toBe(4294967296);
    expect(numberSetting(options, "NewSize")).toBe(1073741824);
    expect(numberSetting(options, "MaxNewSize")).toBe(1073741824);
    expect(numberSetting(options, "InitialHeapSize")).toBe(2147483648);
  });

  it("lets the last setting win, whichever way it is written", () => {
    const options = parseOptions("-Xmx4g -XX:MaxHeapSize=1073741824 -XX:+UseG1GC -XX:-UseG1GC");
    expect(numberSetting(options, "MaxHeapSize")).toBe(1073741824);
    expect(findSetting(options, "UseG1GC")?.isOn).toBe(false);
  });

  it("stops at the program: its arguments are not ours", () => {
    const options = parseOptions("java -cp 'a b.jar:c' -Xmx1g com.example.Main -Xmx9g");
    expect(options.map(({ form }) => form)).toEqual(["launcher", "launcher", "shorthand", "program", "program"]);
    expect(numberSetting(options, "MaxHeapSize")).toBe(1073741824);
    expect(parseOptions("java -jar app.jar -Xmx9g").map(({ form }) => form)).toEqual(["launcher", "launcher", "program"]);
  });

  it("reads quotes, escapes and continued lines as a shell does, and leaves Windows paths alone", () => {
    expect(splitWords(`-Da="x y" '-Db=z' c\\ d \\\n e "f\\"g"`)).toEqual(["-Da=x y", "-Db=z", "c d", "e", 'f"g']);
    expect(splitWords("-Xloggc:C:\\logs\\gc.log")).toEqual(["-Xloggc:C:\\logs\\gc.log"]);
    expect(splitWords("''")).toEqual([""]);
  });

  it("keeps paths with blanks of a recording's arguments together", () => {
    const options = parseRecordedArguments("-Xmx256m -Xlog:gc*:file=/my logs/gc.log -XX:+UseG1GC");
    expect(options.map(({ words }) => words[0])).toEqual(["-Xmx256m", "-Xlog:gc*:file=/my logs/gc.log", "-XX:+UseG1GC"]);
    expect(parseRecordedArguments("")).toEqual([]);
  });

  it("marks what JDK 8 reports about itself", () => {
    const options = parseReportedFlags("CommandLine flags: -XX:InitialHeapSize=268435456 -XX:MaxHeapSize=268435456 -XX:+PrintGC -XX:+UseParallelGC ");
    expect(options).toHaveLength(4);
    expect(options.every(({ origin }) => origin === "reported")).toBe(true);
    expect(numberSetting(options, "MaxHeapSize")).toBe(268435456);
  });

  it("reads numbers as HotSpot does", () => {
    expect(parseWholeNumber("5k")).toBe(5120);
    expect(parseWholeNumber("0x4000000")).toBe(67108864);
    expect(parseWholeNumber("-1")).toBe(-1);
    for (const bad of ["", "4gb", "1x", "1.5", "k"]) expect(parseWholeNumber(bad)).toBeNull();
    expect(parseSizeBytes("-1")).toBeNull();
    expect(isSameValue("4g", "4096m")).toBe(true);
    expect(isSameValue("50", "50.0")).toBe(true);
    expect(isSameValue("", "0")).toBe(false);
  });

  it("writes every size so that it reads back the same", () => {
    fc.assert(fc.property(fc.nat({ max: 2 ** 45 }), (bytes) => parseSizeBytes(formatSize(bytes)) === bytes));
  });

  it("renders what it parsed, word for word", () => {
    fc.assert(
      fc.property(WORDS, (words) => {
        const options = parseOptions(words);
        expect(renderWords(options)).toEqual(words);
        expect(renderWords(parseOptions(renderCommandLine(options)))).toEqual(words);
      }),
    );
  });
});

describe("orderOptions", () => {
  it("puts unlock options, collector and heap first and leaves the rest in order", () => {
    const options = parseOptions("java -Dz=1 -XX:NewRatio=2 -Xmx1g -XX:+UseG1GC -XX:+UnlockExperimentalVMOptions -Da=2 -jar app.jar x");
    expect(renderWords(orderOptions(options))).toEqual(["java", "-XX:+UnlockExperimentalVMOptions", "-XX:+UseG1GC", "-Xmx1g", "-Dz=1", "-XX:NewRatio=2", "-Da=2", "-jar", "app.jar", "x"]);
  });

  it("does not move options around a file it cannot see into", () => {
    const words = ["-Xmx1g", "@more", "-XX:+UseG1GC"];
    expect(renderWords(orderOptions(parseOptions(words)))).toEqual(words);
  });
});

describe("writeArgfile", () => {
  it("quotes by the launcher's rules", () => {
    expect(writeArgfile(parseOptions(["java", "-Xmx1g", "-Da=C:\\my dir", "@other", "-cp", "x y"]))).toBe('-Xmx1g\n"-Da=C:\\\\my dir"\n-cp "x y"\n');
    expect(writeArgfile([])).toBe("");
  });
});
