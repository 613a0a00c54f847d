/** The one stylesheet: dark or light as the reader's system is, and readable on a phone. */
export const stylesheet = `
:root {
  color-scheme: dark light;
  --page: #14171c; --card: #1d222a; --line: #343b46; --text: #e8eaed; --soft: #a3adba; --link: #8ab8ff;
  --critical: #d93a3a; --error: #d9722b; --warning: #b98a12; --info: #4a7fc1; --ok: #3f8f5b;
}
@media (prefers-color-scheme: light) {
  :root { --page: #f5f6f8; --card: #ffffff; --line: #d5dae1; --text: #1b2027; --soft: #5a6472; --link: #1a56b0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0.5rem 0; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.home { font-weight: 700; text-decoration: none; color: var(--text); }
ul, ol { list-style: none; margin: 0; padding: 0; }
p { margin: 0.25rem 0; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; overflow-x: auto; overflow-wrap: normal; }
.number, .soft, .empty, time, .actor { color: var(--soft); }
.incident, .alert, .delivery { background: var(--card); border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; padding: 0.6rem 0.8rem; margin: 0.5rem 0; }
.incident > a { font-weight: 600; text-decoration: none; display: block; padding: 0.15rem 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0.3rem 0.9rem; align-items: center; color: var(--soft); }
.badge { border: 1px solid currentColor; border-radius: 4px; padding: 0 0.4rem; font-size: 0.85rem; color: var(--text); }
.severity-critical, .severity-error, .severity-warning, .severity-info { color: #fff; border-color: transparent; }
.severity-critical { background: #b72626; } .severity-error { background: #a84e12; }
.severity-warning { background: #7d5c00; } .severity-info { background: #2f5f9e; }
.edge-critical { border-left-color: var(--critical); } .edge-error { border-left-color: var(--error); }
.edge-warning { border-left-color: var(--warning); } .edge-info { border-left-color: var(--info); }
.is-firing, .is-dead { border-left-color: var(--critical); }
.is-held { border-left-color: var(--soft); border-left-style: dashed; }
.badge.held { white-space: nowrap; } .badge.held a { color: inherit; }
:target { outline: 2px solid var(--link); outline-offset: 2px; }
.is-resolved, .is-delivered { border-left-color: var(--ok); }
.labels { display: flex; flex-wrap: wrap; gap: 0.3rem; }
.labels code { font-size: 0.8rem; background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: 0 0.35rem; max-width: 100%; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.8rem; margin: 0.5rem 0; }
.small, .asked { font-size: 0.85rem; }
.asked { color: var(--soft); margin: 0.5rem 0 0; }
.badge.new { background: #6b3fa0; border-color: transparent; color: #fff; }
.badge.trouble { border-color: var(--warning); }
section:target { outline: none; }
table { width: 100%; border-collapse: collapse; margin: 0.5rem 0; }
th { text-align: left; font-size: 0.85rem; font-weight: 400; color: var(--soft); }
th:first-child { text-align: right; width: 3.5rem; }
th, td { padding: 0.35rem 0.5rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; font-weight: 600; }
th:first-child, td.count { padding-right: 0.75rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.85rem; }
summary { cursor: pointer; color: var(--soft); font-size: 0.85rem; }
details pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--page); max-height: 30rem; overflow-y: auto; margin: 0.35rem 0; tab-size: 2; }
.graph { display: block; width: 100%; max-width: 640px; height: auto; background: #fff; border-radius: 4px; margin: 0.5rem 0; }
.silent li + li { border-top: 1px solid var(--line); margin-top: 0.35rem; padding-top: 0.35rem; }
blockquote { margin: 0.5rem 0 0; padding-left: 0.75rem; border-left: 3px solid var(--line); }
.quoted { white-space: pre-wrap; }
.timeline li { padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
.timeline time { font-variant-numeric: tabular-nums; font-size: 0.85rem; }
`;
