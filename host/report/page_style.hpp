#pragma once
// The style sheet of result pages. The places of grades are shades of one blue, the best darkest:
// which colour is good or bad differs between schemes, so colours say nothing of it.

#include <string_view>

namespace assay::report {

inline constexpr std::string_view kPage_style = R"css(
:root { --ink: #1b2430; --soft: #5a6675; --line: #d8dee6; --band: #f4f7fa; --blue: #17457a; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: #fff; line-height: 1.55;
  font-family: system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
header, main, footer { padding: 1rem max(1rem, calc((100% - 76rem) / 2)); }
header { background: var(--blue); color: #fff; padding-top: 1.6rem; padding-bottom: 1.3rem; }
header h1 { font-size: 1.55rem; line-height: 1.3; margin: 0 0 .35rem; }
header p { margin: 0; opacity: .9; }
nav { margin-top: .8rem; }
nav a { color: #fff; margin-right: 1.2rem; }
main { padding-top: 0; }
section { margin-top: 1.8rem; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
.warning { border-left: .3rem solid #8a5a00; background: #fff6e0; margin: 1.2rem 0 0;
  padding: .6rem .9rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
.scroll:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; width: 100%;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding: .5rem .75rem; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: baseline;
  border-top: 1px solid var(--line); background: #fff; }
thead th { font-size: .875rem; font-weight: 600; background: var(--band); vertical-align: bottom; }
thead small { display: block; font-weight: 400; color: var(--soft); white-space: nowrap; }
tbody tr:nth-child(even) > * { background: #fafbfd; }
th[scope=row] { font-weight: 600; position: sticky; left: 0; z-index: 1; min-width: 5.5rem; }
thead th.unit { position: sticky; left: 0; z-index: 2; }
th[scope=row] small { display: inline-block; margin-left: .5rem; font-weight: 400;
  color: var(--soft); }
.num { text-align: right; white-space: nowrap; }
.total { font-weight: 700; }
.grade { display: inline-block; border-radius: 1rem; padding: .05rem .65rem; font-size: .875rem;
  white-space: nowrap; background: #eceff3; color: var(--ink); border: 1px solid transparent; }
.g0 { background: #17457a; color: #fff; }
.g1 { background: #3f76b4; color: #fff; }
.g2 { background: #c9dcf1; }
.g3 { background: #e6eef8; }
.notes a { color: var(--blue); margin-right: .3rem; }
.none { color: var(--soft); }
.awards { margin: .8rem 0 0; padding: 0; list-style: none; }
.footnotes { font-size: .9rem; margin: .8rem 0 0; padding-left: 1.8rem; }
.footnotes li { padding: .1rem 0; }
.footnotes li:target { background: #fff6e0; }
footer { border-top: 1px solid var(--line); background: var(--band);
  font-size: .875rem; color: var(--soft); }
footer h2 { font-size: 1rem; color: var(--ink); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin-top: .5rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  header, main, footer { padding-left: .7rem; padding-right: .7rem; }
  header h1 { font-size: 1.25rem; }
  th, td { padding: .4rem .5rem; }
  th[scope=row] small { display: block; margin-left: 0; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
}
@media print {
  @page { margin: 14mm; }
  html { font-size: 9pt; }
  header, main, footer { padding: 0; background: none; color: inherit; }
  header { border-bottom: 2pt solid #000; padding-bottom: 6pt; }
  nav { display: none; }
  .scroll { overflow: visible; border: 0; border-radius: 0; }
  th, td { padding: 2pt 4pt; }
  thead { display: table-header-group; }
  thead th.unit, th[scope=row] { position: static; }
  tr, li { break-inside: avoid; }
  h2 { break-after: avoid; }
  .grade { border-color: #000; background: none; color: inherit; }
  .notes a { color: inherit; text-decoration: none; }
  footer { padding-top: 6pt; margin-top: 12pt; }
}
)css";

}  // namespace assay::report
