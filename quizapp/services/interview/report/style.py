"""How the HTML report looks, on a screen and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --text: #22262c; --page: #fdfcfa; --quiet: #666a70; --line: #d6d2c6;
  --soft: #f1efe9; --blue: #2f5f8f; --green: #2f7a35; --amber: #8a5a00; --red: #b03025; }
@media (prefers-color-scheme: dark) {
  :root { --text: #d8dce2; --page: #14171c; --quiet: #929aa6; --line: #3a4452; --soft: #1f252d; --blue: #7aa2c8;
    --green: #7fb77e; --amber: #d9a55b; --red: #e07a6e; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.7rem; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; color: var(--blue); }
h3 { margin: 0 0 .5rem; font-size: 1.05rem; } h4 { margin: 1rem 0 .3rem; font-size: .95rem; }
.when, .quiet { color: var(--quiet); } .quiet { font-weight: normal; font-size: .9em; }
.verdict { border-left: 4px solid var(--quiet); padding: .6rem 1rem; background: var(--soft); font-weight: 600; }
.verdict.passed { border-color: var(--green); } .verdict.not-passed { border-color: var(--red); }
.verdict.close { border-color: var(--amber); }
.right { color: var(--green); } .partly { color: var(--amber); } .wrong { color: var(--red); }
.none { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
article { border-top: 1px solid var(--line); margin-top: 1.6rem; padding-top: 1.2rem; }
pre, blockquote { background: var(--soft); padding: .6rem .8rem; margin: .4rem 0; white-space: pre-wrap;
  overflow-wrap: anywhere; border-radius: 4px; }
pre, code { font: .88em/1.5 ui-monospace, monospace; } blockquote { border-left: 3px solid var(--blue); }
code { background: var(--soft); padding: 0 .2em; border-radius: 3px; }
.diff .added { color: var(--green); } .diff .removed { color: var(--red); }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--text); font-size: 12px; }
svg .name { text-anchor: end; } svg .tick { text-anchor: middle; fill: var(--quiet); font-size: 11px; }
svg .grid { stroke: var(--line); } svg .mark { stroke: var(--amber); stroke-width: 2; stroke-dasharray: 4 3; }
svg .range { stroke: var(--blue); stroke-width: 3; stroke-linecap: round; } svg .point { fill: var(--blue); }
svg .bar { fill: var(--blue); } svg .slow { fill: var(--amber); }
svg .expected { stroke: var(--text); stroke-width: 2; }
svg .stairs { fill: none; stroke: var(--blue); stroke-width: 2.5; }
@media print {
  :root { --text: #000; --page: #fff; --quiet: #555; --line: #bbb; --soft: #f4f4f4; --blue: #234; --green: #063;
    --amber: #740; --red: #900; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; } article, table, svg, pre, blockquote { break-inside: avoid-page; }
  pre.diff { break-inside: auto; }
}
"""
