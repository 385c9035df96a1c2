import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { describe, expect, test } from "vitest";
import type { LatencySeries, RequestSeries, WindowSeries } from "../../src/latency/latency-series.js";
import type { LatencyOptions } from "../../src/latency/latency-source.js";
import { detectLatencyFormat, readLatency } from "../../src/latency/read-latency.js";
import { textFile } from "./text-file.js";

const read = (text: string, options: LatencyOptions = {}): Promise<LatencySeries> => readLatency(textFile(text), options);
const requests = async (text: string, options: LatencyOptions = {}): Promise<RequestSeries> => {
  const series = await read(text, options);
  if (series.kind !== "requests") throw new Error(`expected requests, got ${series.kind}`);
  return series;
};
const windows = async (text: string): Promise<WindowSeries> => {
  const series = await read(text);
  if (series.kind !== "windows") throw new Error(`expected windows, got ${series.kind}`);
  return series;
};
/** Start and latency of each request, as a list of pairs. */
const pairs = (series: RequestSeries): [number, number][] => Array.from(series.startMs, (start, i) => [Number(start.toFixed(3)), Number((series.latencyMs[i] as number).toFixed(3))]);

describe("load generators", () => {
  test("k6 CSV: only http_req_duration, whole seconds of the end, failures by expected_response", async () => {
    const series = await requests("metric_name,timestamp,metric_value,check,error,error_code,expected_response,status\nhttp_reqs,1726890104,1.000000,,,,true,200\nhttp_req_duration,1726890104,128.25,,,,true,200\nhttp_req_duration,1726890105,30,,,,false,500\n");
    expect(pairs(series)).toEqual([[1726890104500 - 128.25, 128.25], [1726890105500 - 30, 30]]);
    expect([...series.failed]).toEqual([0, 1]);
    expect(series.stampStepMs).toBe(1000);
  });

  test("k6 JSON: time with offset and ns", async () => {
    const line = '{"type":"Point","data":{"time":"2019-09-08T20:14:16.870000000+05:00","value":80.5,"tags":{"expected_response":"true"}},"metric":"http_req_duration"}\n';
    const series = await requests(`{"type":"Metric","data":{"name":"http_req_duration"},"metric":"http_req_duration"}\n${line}`);
    expect(pairs(series)).toEqual([[Date.UTC(2019, 8, 8, 15, 14, 16, 870) - 80.5, 80.5]]);
  });

  test("JMeter CSV: columns by name, commas in quoted labels, start stamps by threads that do not overlap", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${1795532317000 + i * 97 + 3},90,"GET /api, slow",200,OK,users 1-1,text,true,128`);
    const series = await requests(`timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes\n${rows.join("\n")}\n`);
    expect(series.stampMeaning).toBe("start");
    expect(pairs(series)[1]).toEqual([1795532317100, 90]);
  });

  test("JMeter CSV with end stamps: requests of a thread would overlap as starts", async () => {
    // A thread that starts at 0, 20, 120, …: end stamps follow closely on short requests after long ones.
    let at = 1795532317000;
    const rows = Array.from({ length: 40 }, (_, i) => {
      const elapsed = i % 2 === 0 ? 90 : 10;
      at += elapsed + 1;
      return `${at},${elapsed},GET,200,OK,users 1-1,text,true,128`;
    });
    const series = await requests(`timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes\n${rows.join("\n")}\n`);
    expect(series.stampMeaning).toBe("end");
  });

  test("JMeter without a header, and as XML that was cut off", async () => {
    expect(pairs(await requests("1795532317494,95,GET /api,200,OK,users 1-7,text,true,128,8,8,95\n1795532317594,94,GET /api,200,OK,users 1-3,text,true,128,8,8,94\n"))[0]).toEqual([1795532317494, 95]);
    const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n<sample t="200" lt="0" ts="1795532317000" s="true" lb="tx" tn="u 1-1">\n<httpSample t="87" lt="87" ts="1795532317500" s="false" lb="GET" tn="u 1-1"/>\n</sample>\n<httpSample t="5" ts="1795532318000" s="false" lb="GET" tn="u 1-1"/>\n';
    const series = await requests(xml);
    expect(pairs(series)).toEqual([[1795532317000, 200], [1795532318000, 5]]);
    expect([...series.failed]).toEqual([0, 1]);
  });

  test.each([
    ["3.x", "RUN\tsim\tsim\t1530000000000\t \t3.0\nUSER\tsc\t1\tSTART\t1530000000000\t1530000000000\nREQUEST\t1\t\tGET /a\t1530000000000\t1530000000123\tOK\t \n"],
    ["3.5, without user id", "RUN\tsim\tsim\t1530000000000\t \t3.5\nREQUEST\t\tGET /a\t1530000000000\t1530000000123\tOK\t \n"],
    ["2.0, four stamps", "sim\t1\tRUN\t20140101\t\t2.0\nsc\t1\tREQUEST\t\tGET /a\t1530000000000\t1530000000002\t1530000000120\t1530000000123\tOK\t\n"],
  ])("Gatling simulation.log %s", async (_, text) => {
    expect(pairs(await requests(text))).toEqual([[1530000000000, 123]]);
  });

  test("vegeta CSV and JSON lines: ns", async () => {
    expect(pairs(await requests("1530000000000000000,200,12500000,0,10,,,,0,GET,http://x\n"))).toEqual([[1530000000000, 12.5]]);
    expect(pairs(await requests('{"attack":"","seq":0,"code":200,"timestamp":"2018-06-26T08:00:00.000000000Z","latency":12500000,"bytes_out":0}\n'))).toEqual([[1530000000000, 12.5]]);
  });

  test("hey CSV: seconds, relative until a start is given", async () => {
    const text = "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n0.2482,0.0006,0.0000,0.0003,0.2472,0.0001,200,0.1297\n";
    expect((await requests(text)).zone).toBe("relative");
    const placed = await requests(text, { startEpochMs: 1795531879848 });
    expect(placed.zone).toBe("absolute");
    expect(pairs(placed)).toEqual([[1795531879977.7, 248.2]]);
  });

  test("siege: UTC, end of the request, colors and banner around", async () => {
    const series = await requests("** SIEGE 4.0.7\n\u001b[0;34m[Tue, 2026-11-24 14:58:33] HTTP/1.1 200     0.27 secs:      19 bytes ==> GET  http://x/api\u001b[0m\nTransactions: 1\n");
    expect(pairs(series)).toEqual([[Date.UTC(2026, 10, 24, 14, 58, 33, 500) - 270, 270]]);
  });

  test("tsung dump: end stamps in s, ms durations", async () => {
    expect(pairs(await requests("#date;pid;id;http method;host;URL;HTTP status;size;duration;transaction;match;error;tag\n1795532315.500;<0.199.0>;4;get;127.0.0.1;/api;200;128;25.5;tr_visit;;;\n"))).toEqual([[1795532315474.5, 25.5]]);
  });

  test("Locust history: aggregated rows only, each looking back 10 s", async () => {
    const header = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,Total Request Count,Total Failure Count";
    const series = await windows(`${header}\n1795532520,0,,Aggregated,0,0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,0,0\n1795532521,12,GET,/api,0,0,8,9,9,9,9,9,9,700,700,700,700,86,0\n1795532521,12,,Aggregated,0,0,8,9,9,9,9,9,9,170,200,200,240,86,0\n`);
    expect([series.length, series.valueMs[0], series.startMs[0], series.widthMs]).toEqual([1, 170, 1795532511000, 10_000]);
    expect(series.overall.p99Ms).toBeNull();
  });

  test("Artillery: buckets of version 2, raw rows of version 1", async () => {
    const bucket = '{"period":"1795533030000","summaries":{"http.response_time":{"count":800,"min":0,"max":151,"p50":8.9,"p95":37,"p99":80.6,"p999":98.5}}}';
    const series = await windows(`{"aggregate":${bucket},"intermediate":[${bucket}]}`);
    expect([series.startMs[0], series.valueMs[0], series.maxMs[0], series.overall.p999Ms]).toEqual([1795533030000, 80.6, 151, 98.5]);
    expect(pairs(await requests('{"aggregate":{},"intermediate":[{"latencies":[[1520869180000,"a",76300000,200]]}]}'))).toEqual([[1520869180000, 76.3]]);
  });
});

describe("servers and proxies", () => {
  const nginx = (second: number, seconds: string): string => `127.0.0.1 - - [24/Nov/2026:15:10:${second} +0100] "GET /api HTTP/1.1" 200 20 "-" "agent \\"x\\" 1" ${seconds}`;

  test("nginx combined with a time at the end: seconds, end of the request", async () => {
    const series = await requests(`${[nginx(10, "0.282"), nginx(11, "0.005"), nginx(12, "1.500")].join("\n")}\n`);
    expect(pairs(series)[0]).toEqual([Date.UTC(2026, 10, 24, 14, 10, 10, 500) - 282, 282]);
    expect(series.stampMeaning).toBe("end");
    expect(series.isServerSide).toBe(true);
  });

  test("Apache combined with %D looks alike, but is µs and stamps the start", async () => {
    const series = await requests(`${["253740", "4100", "26870"].map((us) => `127.0.0.1 - - [24/Nov/2026:14:58:33 +0000] "GET /api HTTP/1.1" 200 19 "-" "Mozilla/5.0 (pc) Siege/4.0.7" ${us}`).join("\n")}\n`);
    expect(pairs(series)[0]).toEqual([Date.UTC(2026, 10, 24, 14, 58, 33, 500), 253.74]);
    expect(series.stampMeaning).toBe("start");
  });

  test("epoch stamps: the order of the lines tells starts from ends", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ endMs: 1795532313001 + i * 7, us: i % 20 === 0 ? 400_000 : 5_000 }));
    const asEnd = await requests(`${rows.map(({ endMs, us }) => `${endMs} ${us} 200 "GET /api HTTP/1.1"`).join("\n")}\n`);
    const asStart = await requests(`${rows.map(({ endMs, us }) => `${endMs - us / 1000} ${us} 200 "GET /api HTTP/1.1"`).join("\n")}\n`);
    expect([asEnd.stampMeaning, asStart.stampMeaning]).toEqual(["end", "start"]);
    expect(pairs(asEnd)).toEqual(pairs(asStart));
  });

  test("ms and µs side by side: the finer one is read", async () => {
    const series = await requests('2026-11-24T14:58:33.657431+0000 200 253 253740 "GET /api HTTP/1.1"\n2026-11-24T14:58:33.757431+0000 200 8 8120 "GET /api HTTP/1.1"\n');
    expect(pairs(series).map(([, latency]) => latency)).toEqual([253.74, 8.12]);
  });

  test("named fields and JSON lines", async () => {
    expect([...(await requests('2026-11-24T15:10:19+00:00 127.0.0.1 "GET /api HTTP/1.1" 200 rt=0.282 uct="0.000" urt="0.281"\n')).latencyMs]).toEqual([282]);
    const json = await requests('{"time":"2026-11-24T15:10:19+00:00","msec":"1795533019.006","method":"GET","uri":"/api","status":200,"bytes":20,"request_time":0.282,"upstream_response_time":"-"}\n');
    expect(pairs(json)).toEqual([[1795533018724, 282]]);
    expect(pairs(await requests('{"t":1795533019119,"status":200,"ms":105.5}\n'))).toEqual([[1795533019013.5, 105.5]]);
  });

  test("HAProxy: total time, start in local time, also behind syslog", async () => {
    const line = '127.0.0.1:45938 [24/Nov/2026:14:58:37.551] web app/app1 0/0/1/3/+4 200 130 - - ---- 8/8/4/4/0 0/0 "GET /api HTTP/1.1"\n';
    expect(pairs(await requests(line, { zoneMinutes: -180 }))).toEqual([[Date.UTC(2026, 10, 24, 17, 58, 37, 551), 4]]);
    const syslog = await requests(`<134>Nov 24 14:58:37 localhost haproxy[6106]: ${line}`);
    expect(syslog.zone).toBe("assumed-utc");
    expect(pairs(syslog)).toEqual([[Date.UTC(2026, 10, 24, 14, 58, 37, 551), 4]]);
  });
});

describe("metrics systems and tables", () => {
  test("Prometheus: seconds, several series give the worst, NaN is no value", async () => {
    const points = (values: string[]): string => values.map((value, i) => `[${1795533023 + i},"${value}"]`).join(",");
    const series = await windows(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"uri":"/a"},"values":[${points(["0.01", "0.02", "NaN"])}]},{"metric":{"uri":"/b"},"values":[${points(["0.03", "0.01", "NaN"])}]}]}}`);
    expect([...series.valueMs]).toEqual([30, 20, Number.NaN]);
  });

  test("Prometheus buckets: differences of scrapes, interpolated as histogram_quantile does", async () => {
    const bucket = (le: string, counts: number[]): string => `{"metric":{"le":"${le}"},"values":[${counts.map((count, i) => `[${1000000000 + i * 5},"${count}"]`).join(",")}]}`;
    const series = await windows(`{"status":"success","data":{"resultType":"matrix","result":[${bucket("0.1", [0, 50])},${bucket("0.2", [0, 100])},${bucket("+Inf", [0, 100])}]}}`);
    expect(series.valueMs[0]).toBeCloseTo(198, 6);
    expect(series.count[0]).toBe(100);
  });

  test("interval log: relative to StartTime, ratio of values to the printed maximum found, percentiles from the sum", async () => {
    const histogram = build({ bitBucketSize: 64, autoResize: true, numberOfSignificantValueDigits: 3 });
    for (let i = 1; i <= 100; i++) histogram.recordValue(i * 1_000_000);
    const text = encodeIntoCompressedBase64(histogram);
    const series = await windows(`#[Histogram log format version 1.3]\n#[StartTime: 1795533019.000 (seconds since epoch)]\n"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n0.000,1.000,100.000,${text}\nTag=A,0.000,1.000,100.000,${text}\n1.000,1.000,100.000,${text}\n`);
    expect([...series.startMs]).toEqual([1795533019000, 1795533020000]);
    expect(series.overall.requests).toBe(200);
    expect(series.overall.p50Ms).toBeCloseTo(50, 0);
    expect(series.valueMs[0]).toBeCloseTo(99, 0);
  });

  test("Grafana: byte-order mark, sep=, header twice, null cells", async () => {
    const rows = ["2019-01-15T14:10:00+02:00", "2019-01-15T14:15:00+02:00", "2019-01-15T14:20:00+02:00", "2019-01-15T14:25:00+02:00"].map((time, i) => `"${time}";null;${i + 0.5}`);
    const series = await windows(`\uFEFFsep=;\n"Time";"a";"b"\nTime,a,b\n${rows.join("\n")}\n`);
    expect([...series.valueMs]).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect(series.widthMs).toBe(300_000);
  });

  test("any table: columns by name and shape, or given", async () => {
    expect(pairs(await requests("start_epoch_ms,latency_ms\n1795531643609.000,1.413\n1795531643615.667,0.609\n"))).toEqual([[1795531643609, 1.413], [1795531643615.667, 0.609]]);
    expect(pairs(await requests("start_epoch_s,latency_us,status\n1795532519.829401,654487,200\n1795532520.483953,39868,200\n"))[0]).toEqual([1795532519829.401, 654.487]);
    expect(pairs(await requests("a;b;c\nx;1795532519829;17\ny;1795532519929;18\n", { columns: { time: "2", value: "c" }, stampMeaning: "start", unit: "s" }))[0]).toEqual([1795532519829, 17000]);
    const perSecond = await windows("epoch_s,count,p50_ms,p95_ms,p99_ms,max_ms\n1795531643,59,0.246,1.939,4.213,4.213\n1795531644,150,0.215,0.663,4.092,4.127\n1795531645,150,0.215,0.663,4.192,4.127\n");
    expect([perSecond.quantile, perSecond.valueMs[1], perSecond.count[0], perSecond.overall.requests]).toEqual([0.99, 4.092, 59, 359]);
  });

  test("ab -g: sorted by latency, placed by its seconds column", async () => {
    expect(pairs(await requests("starttime\tseconds\tctime\tdtime\tttime\twait\nTue Nov 24 15:12:54 2026\t1795533174\t0\t30\t30\t30\nTue Nov 24 15:12:53 2026\t1795533173\t0\t31\t31\t31\n"))).toEqual([[1795533174500, 30], [1795533173500, 31]]);
  });
});

describe("summaries have figures and no times", () => {
  test.each([
    ["wrk", "Running 36s test\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency    63.84ms  141.76ms 962.19ms   91.62%\n  Latency Distribution\n     50%  890.00us\n     75%   22.01ms\n     99%    1.02s\n  2400 requests in 36.0s\n", { requests: 2400, p50Ms: 0.89, p99Ms: 1020, maxMs: 962.19 }],
    ["oha", '{"summary":{"slowest":0.5774},"latencyPercentiles":{"p50":0.000635,"p95":0.0014,"p99":0.031,"p99.9":0.0624},"statusCodeDistribution":{"200":21636}}', { requests: 21636, p99Ms: 31, p999Ms: 62.4 }],
    ["vegeta report", '{"latencies":{"total":30,"50th":223315257,"95th":271603494,"99th":2137159641,"max":5772979420},"requests":10994}', { requests: 10994, p99Ms: 2137.159641 }],
    ["ab -e", "Percentage served,Time in ms\n0,20.325\n50,21.5\n99,41.25\n100,998\n", { p50Ms: 21.5, p99Ms: 41.25, maxMs: 998 }],
    ["HdrHistogram table", "       Value     Percentile TotalCount 1/(1-Percentile)\n\n       8.000 0.500000000000        500           2.00\n      40.000 0.990000000000        990         100.00\n      99.000 1.000000000000       1000\n", { requests: 1000, p50Ms: 8, p99Ms: 40, maxMs: 99 }],
  ])("%s", async (_, text, expected) => {
    const series = await read(text);
    expect(series.kind).toBe("summary");
    for (const [name, value] of Object.entries(expected)) expect(series.overall[name as keyof typeof series.overall], name).toBeCloseTo(value, 6);
  });
});

test("what is no latency file is refused with a hint; CRLF and cut chunks do not matter", async () => {
  await expect(read("hello\nworld\n")).rejects.toMatchObject({ code: "input", details: { path: "latency" } });
  expect(detectLatencyFormat(new TextEncoder().encode("[0.008s][info][gc] Using G1\n"))).toBeNull();
  expect((await requests("start_epoch_ms,latency_ms\r\n1795531643609.000,1.413\r\n1795531643709.000,1.5\r\n")).length).toBe(2);
});

test("a stray quote costs no more than its row, a quoted line break none", async () => {
  const rows = ['1795531643609,"a, b",1', '1795531643610,"two\nlines",2', "1795531643611,plain,3", '1795531643612,"left open,4', "1795531643613,plain,5", "1795531643614,plain,6", "1795531643615,plain,7", "1795531643616,plain,8"];
  const series = await requests(`start_epoch_ms,label,latency_ms\n${rows.join("\n")}\n`);
  expect([...series.latencyMs].filter((latency) => latency !== 4)).toEqual([1, 2, 3, 5, 6, 7, 8]);
});
