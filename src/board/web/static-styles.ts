/** How files that stand alone look, on screen and on paper. */
export const STATIC_STYLES = `
html{background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
body{margin:0}
main{max-width:1280px;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin-top:2rem}
h3{font-size:1rem}
section{margin-bottom:1.5rem}
.wide{overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.6rem}
.quiet{color:var(--quiet)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0}
.tiles{display:grid;grid-template-columns:repeat(7,1fr);column-gap:.75rem;margin:0}
@media (max-width:1000px){.tiles{grid-template-columns:repeat(2,1fr)}}
.tiles div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.7rem 1rem;margin-bottom:.75rem;display:grid;grid-template-rows:subgrid;grid-row:span 3;align-content:start}
.tiles dt{color:var(--quiet)}
.tiles dd{margin:0;font-size:1.5rem;font-weight:650}
.tiles dd.rule{color:var(--quiet);font-size:.8rem;font-weight:400}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1rem}
figure{margin:0;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.8rem}
figcaption{font-weight:600;margin-bottom:.4rem}
figure svg{width:100%;height:auto}
.broad{overflow-x:auto}
.broad svg{min-width:50rem}
table{border-collapse:collapse;margin:.4rem 0;background:var(--panel)}
th,td{text-align:left;padding:.35rem .7rem;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--quiet)}
tbody th{font-weight:600}
caption{text-align:left;color:var(--quiet)}
.number{text-align:right}
.whole{white-space:nowrap}
.of{color:var(--quiet);font-size:.85em;white-space:nowrap}
.counts{margin:0;font-size:.92em}
.counts thead th{vertical-align:bottom}
.counts th,.counts td{padding:.3rem .4rem}
.counts tbody .number,.counts tbody th{white-space:nowrap}
.counts th:first-child{position:sticky;left:-.6rem;background:var(--panel)}
.counts .total *{font-weight:600;border-top:2px solid var(--line)}
.formulas dt{font-weight:600}
.formulas dd{margin:0 0 .3rem;overflow-wrap:anywhere}
.state{font-weight:600;padding:.05rem .4rem;border-radius:5px}
.state.good{color:var(--good);background:var(--good-ground)}
.state.warn{color:var(--warn);background:var(--warn-ground)}
.state.bad{color:var(--bad);background:var(--bad-ground)}
summary{cursor:pointer;margin:.5rem 0}
@media (min-width:2600px){html{font-size:22px}main{max-width:1900px}.wide svg{zoom:1.5}}
@media print{main{max-width:none;padding:0}figure,.wide{break-inside:avoid}}
`;
