/** Text that means something to a terminal, a browser, GitHub, a spreadsheet, a diagram, a shell or JavaScript. */
export const HOSTILE_WORDS: readonly string[] = [
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</details><h1>", "<!--", "&lt;b&gt;", "javascript:alert(1)", "[x](javascript:alert(1))", "![x](http://evil.example/p.png)",
  "@team", "@org/team", "#1", "GH-1", "org/repo#1", "https://evil.example/?q=1", "www.evil.example", "mailto:a@b.example", "| a | b |", "|", "`", "```", "~~~", "``` mermaid", "%%{init: {}}%%", "graph TD; A-->B",
  "::error file=a::pwned", "::set-output name=x::y", "##[error]x", "\u001b[31mred\u001b[0m", "\u001b]0;title\u0007", "\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007", "\u009b31m", "\b\b\b", "\r", "\u0000", "\u007f",
  "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1", "__proto__", "constructor", "toString", "hasOwnProperty", "${7*7}", "{{7*7}}", "$(id)", "`id`", ";rm -rf /", "%s%n", "\\", "\\u0000",
  "\u202eevil", "\u200b", "\ufeff", "\u2028", "NaN", "Infinity", "-Infinity", "undefined", "null", "1e999", "[", "]", "[[", "[info]", "[gc]", "GC(0)", "GC(-1)", "GC(99999999999)", "(((((((((", "))))", "->", "--", "\"", "'", "\"\"", ",", ";", ":", "{", "}",
];

/** Numbers at the edges of what numbers can be. */
export const ODD_NUMBERS: readonly string[] = [
  "0", "-0", "-1", "-0.001", "0.0000001", "1", "255", "256", "65536", "2147483647", "2147483648", "-2147483649", "4294967295", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
  "99999999999999999999999999", `1${"0".repeat(308)}`, `1${"0".repeat(400)}`, "1e309", "1e308", "-1e308", "5e-324", "NaN", "nan", "Infinity", "inf", "-inf", "0x10", "1,5", "1.5.5", "1_000", "", " ", "0000000000000000001", "٣", "½", "100%", "8640000000000001", "253402300800000",
];
