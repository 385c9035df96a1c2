import { expect, test } from "vitest";
import { detectLatencyFormat } from "../../src/latency/read-latency.js";

const HEAD_BYTES = 256 * 1024;

/** Text that a pattern with two open ends would read again from each of its many beginnings. */
const PIECES = [
  '{"latency":{', '"latencies":{', '{"aggregate" ', '{"type":"Point",', '{"metric" : ', "\n", " ", "\t", "\r\n", '"', "[", "[24/Nov/2026:15:10:19 +0000] ", "1,", "1;", "a\t", "REQUEST\t",
  "Tag=", "HISTF", "#", "<testResults", "1795532317494,95,\"", '1795532317494,95,a\n', "GET /", '"GET ', "summary =  1 in ", "Value ", "Thread Stats ", "0.5 0.5 1 1\n", "{", "\u0000", "\u001b[0m", "0", "a", "request_time=", "rt=0.1 ",
];

test.each(PIECES)("recognizing a head made of %j takes time in proportion to its length", (piece) => {
  const head = new TextEncoder().encode(piece.repeat(Math.ceil(HEAD_BYTES / piece.length)).slice(0, HEAD_BYTES));
  const before = process.cpuUsage();
  detectLatencyFormat(head);
  const { user, system } = process.cpuUsage(before);
  // A quadratic pattern takes minutes for this much.
  expect((user + system) / 1000).toBeLessThan(1500);
});
