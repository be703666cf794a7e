// How the report looks: black on white, A4, one page in front and the annex behind it.

export const style = `
@page { size: A4; margin: 11mm 13mm 10mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 184mm; color: #111; background: #fff;
  font: 8pt/1.32 "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", "YuGothic", "Hiragino Sans", "Meiryo", "Segoe UI", "Noto Sans JP Variable", sans-serif; overflow-wrap: break-word; }
h1 { margin: 1mm 0; font-size: 14pt; text-align: center; line-height: 1.25; }
h2 { margin: 1.9mm 0 0.7mm; padding-left: 1.6mm; border-left: 1.2mm solid #1f4e79; font-size: 9.6pt; line-height: 1.2; }
p { margin: 0 0 0.8mm; }
ul { margin: 0; padding-left: 4.2mm; }
li { margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.55mm 1.4mm; border: 0.2mm solid #888; text-align: right; vertical-align: top; }
th { background: #eef2f6; font-weight: 600; }
th:first-child, td:first-child, .left { text-align: left; }
.conditions td + td { text-align: left; overflow-wrap: anywhere; }
.head { display: flex; justify-content: space-between; align-items: flex-start; gap: 6mm; }
.head p { margin: 0 0 0.6mm; }
.stamps { flex: none; width: auto; }
.stamps th, .stamps td { width: 19mm; padding: 0.4mm; text-align: center; }
.stamps td { height: 15mm; }
.proposal { white-space: pre-wrap; overflow-wrap: anywhere; }
.verdict { padding: 1.4mm 2.2mm; border: 0.5mm solid #1f4e79; background: #f4f8fc; font-size: 9.8pt; font-weight: 600; }
.front table:not(.stamps) { font-size: 7.7pt; }
.front table td + td { white-space: nowrap; }
.effect td[colspan] { white-space: normal; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 5mm; }
.columns > * { min-width: 0; }
.effect td, .effect th { border-width: 0 0 0.2mm; background: none; font-weight: 400; }
.effect .sum { font-weight: 700; }
.small { color: #333; font-size: 7pt; line-height: 1.3; }
.foot { margin-top: 2mm; padding-top: 0.8mm; border-top: 0.2mm solid #888; overflow-wrap: anywhere; }
.annex { break-before: page; }
.annex table { break-inside: auto; font-size: 7.6pt; }
.annex tr, .annex h2 { break-inside: avoid; break-after: auto; }
.annex h2 { break-after: avoid; margin-top: 4mm; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 8px "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans", "Meiryo", "Segoe UI", "Noto Sans JP Variable", sans-serif; fill: #111; }
.front.roomy { font-size: 8.7pt; line-height: 1.38; }
.front.roomy table:not(.stamps) { font-size: 8.2pt; }
.front.roomy .small { font-size: 7.5pt; }
.front.roomy h2 { margin-top: 2.1mm; }
.front.roomy .stamps td { height: 17mm; }
@media screen { body { padding: 11mm 0; } .front { min-height: 270mm; } }
`;
