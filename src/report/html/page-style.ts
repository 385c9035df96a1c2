/** The look of the page: one column of text that is good to read, charts as wide as it, light and dark, and plain on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #24292f; --quiet: #57606a; --page: #ffffff; --panel: #f5f7f9; --edge: #d5dae0; --accent: #0072b2; --good: #007a5a; --notice: #b45000; --added: #e2f5ec; --removed: #fdeae2; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #a7b1bc; --page: #14181d; --panel: #1c2229; --edge: #343c46; --accent: #6bb3ea; --good: #3fca9f; --notice: #f0a060; --added: #143a2e; --removed: #47251a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 24px 80px; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 12px; padding-left: 14px; border-left: 6px solid var(--tone, var(--quiet)); }
.healthy { --tone: var(--good); } .tune, .switch-collector, .application-problem { --tone: var(--notice); }
h1 + p { font-size: 1.08rem; margin: 0 0 8px; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 40px 0 12px; padding-top: 8px; border-top: 1px solid var(--edge); }
p, ul, ol { margin: 12px 0; max-width: 76ch; }
li { margin: 4px 0; }
li > ul { margin: 4px 0; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
p code, li code, td code { background: var(--panel); padding: 1px 4px; border-radius: 4px; }
.code { position: relative; margin: 12px 0; }
pre { margin: 0; padding: 14px 84px 14px 16px; background: var(--panel); border: 1px solid var(--edge); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
del, ins { text-decoration: none; display: inline-block; width: 100%; }
del { background: var(--removed); } ins { background: var(--added); }
button { font: inherit; font-size: 0.85rem; padding: 3px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--page); color: var(--ink); cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--accent); color: var(--accent); }
.code button { position: absolute; top: 9px; right: 9px; }
.table { overflow-x: auto; margin: 14px 0; }
table { border-collapse: collapse; font-size: 0.92rem; min-width: 50%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--quiet); border-bottom: 2px solid var(--edge); vertical-align: bottom; }
th, td { padding: 5px 16px 5px 0; }
td { border-bottom: 1px solid var(--edge); vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
details { margin: 14px 0; border: 1px solid var(--edge); border-radius: 6px; padding: 0 16px; }
summary { cursor: pointer; padding: 10px 0; font-weight: 600; }
details[open] > summary { border-bottom: 1px solid var(--edge); margin-bottom: 12px; }
figure { margin: 22px 0; break-inside: avoid; }
figcaption strong { display: block; font-size: 1.05rem; }
figcaption { color: var(--quiet); font-size: 0.92rem; margin-bottom: 6px; }
figcaption strong { color: var(--ink); }
.plot { position: relative; height: 380px; }
canvas { max-width: 100%; }
canvas.over-time { cursor: crosshair; touch-action: pan-y; }
.band { position: absolute; background: var(--accent); opacity: 0.22; pointer-events: none; }
#range { position: sticky; top: 0; z-index: 2; display: flex; gap: 16px; align-items: center; justify-content: space-between; padding: 8px 14px; margin: 0 -14px; background: var(--panel); border: 1px solid var(--edge); border-radius: 0 0 6px 6px; font-size: 0.92rem; }
#worst-pauses td:first-child, td code { white-space: nowrap; }
#range button { flex: none; }
#range[hidden], .band[hidden] { display: none; }
footer { color: var(--quiet); font-size: 0.85rem; margin-top: 48px; border-top: 1px solid var(--edge); padding-top: 10px; }
@media (max-width: 640px) { main { padding: 16px 14px 60px; } .plot { height: 320px; } }
@media print {
  :root { --ink: #000; --quiet: #444; --page: #fff; --panel: #f4f4f4; --edge: #bbb; --added: #e8e8e8; --removed: #f4f4f4; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  button, #range { display: none; }
  h2, tr, .code { break-inside: avoid; } h2 { break-after: avoid; }
  .plot { height: 300px; }
}
`;
