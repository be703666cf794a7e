// The certificate a person reads: that each form of the model judges as training did, how well, and how fast. One page, no scripts.
import { html, Markup } from '../../../shared/domain/markup.ts';
import type { PackagedModel, PackageManifest } from '../../../shared/domain/package.ts';

type Facts = Omit<PackageManifest, 'files'>;

const style = new Markup(`
  body{font:15px/1.6 "Noto Sans JP","Yu Gothic","Hiragino Sans",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
  h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}p{margin:.3rem 0}
  table{border-collapse:collapse;width:100%}th,td{border:1px solid #b8c0cc;padding:.3rem .55rem;text-align:left;vertical-align:top}
  th{background:#eef1f5;font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em;word-break:break-all}
  .good{color:#0b6b3a;font-weight:700}.bad{color:#a3160d;font-weight:700}small{color:#4d5868}`);

const kinds: Readonly<Record<PackagedModel['kind'], readonly [ja: string, en: string]>> = {
  main: ['標準（判定つき）', 'standard, with verdict'],
  compatible: ['旧ランタイム用（確率のみ）', 'for old runtimes, probabilities'],
  half: ['半精度（判定つき）', 'half precision, with verdict'],
  'any-size': ['任意サイズの画像用（リサイズ込み）', 'any picture size, resizing inside'],
};

export function certificate(facts: Facts): string {
  const { name, site, project, run, dataset, models, preprocessing, classes, rule, goldenSamples } = facts;
  const strict = models.filter(({ kind }) => kind !== 'half');
  const proved = strict.every(({ parity }) => parity.disagreements === 0);
  const images = strict[0]?.parity.images ?? 0;
  const row = (ja: string, en: string, value: string | Markup) =>
    html`<tr><th>${ja}<br><small>${en}</small></th><td>${value}</td></tr>`;
  const page = html`<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>${name}</title><style>${style}</style></head><body>
<h1>判定一致証明書 <small>Parity certificate</small></h1>
<p>${name} · ${facts.createdAt} · ${site}</p>
<p class="${proved ? 'good' : 'bad'}">${
    proved
      ? `評価画像 ${images} 枚すべてで、学習時と同じ判定になりました。`
      : '学習時と異なる判定があります。使用しないでください。'
  }<br><small>${
    proved
      ? `On all ${images} test images every form judges as training did.`
      : 'Some images are judged otherwise than in training. Do not use.'
  }</small></p>
<h2>モデル <small>Models</small></h2>
<table><thead><tr><th>ファイル<br><small>file</small></th><th>opset</th><th>精度<br><small>precision</small></th><th>不一致<br><small>disagreements</small></th><th>確率差（最大）<br><small>largest difference</small></th><th>正解<br><small>right</small></th><th>見逃し<br><small>escape</small></th><th>過検出<br><small>overkill</small></th><th>処理時間 p50 / p95<br><small>ms, network alone</small></th></tr></thead><tbody>
${models.map(modelRow)}</tbody></table>
<h2>内容 <small>Contents</small></h2>
<table><tbody>
${[
  row('プロジェクト', 'project', project ?? '–'),
  row('学習', 'training', `#${run.id} · ${run.method} · seed ${run.seed} · Narashi ${facts.program}`),
  row(
    'データ',
    'data',
    html`${`${dataset.images.train} / ${dataset.images.validation} / ${dataset.images.test}`}<br><code>${dataset.digest}</code>`,
  ),
  row('クラス', 'classes', classes.map((each) => `${each.name} (${each.verdict})`).join('、')),
  row(
    '承認',
    'approval',
    facts.approval
      ? `${facts.approval.approver} · ${facts.approval.at} · ${facts.approval.reason}`
      : '未承認 / not approved',
  ),
  row(
    '判定基準',
    'rule',
    rule
      ? `OK < ${rule.okBelow} ≤ 怪しい/review < ${rule.ngFrom} ≤ NG${rule.unlikeFrom === null ? '' : ` · distance ≥ ${rule.unlikeFrom} → 怪しい/review`}`
      : '最も確率の高いクラス / the most probable class',
  ),
  row('前処理', 'preprocessing', html`${preprocessing.words.ja}<br><small>${preprocessing.words.en}</small>`),
  row('サンプル', 'golden samples', `${goldenSamples}`),
  row('署名鍵', 'signing key', html`<code>${facts.keyId}</code>`),
]}</tbody></table>
<p><small>この証明書は manifest.json の署名で保護されています。narashi verify で確認してください。 This page is covered by the signature of the package; check it with narashi verify.</small></p>
</body></html>
`;
  return page.text;
}

function modelRow(model: PackagedModel): Markup {
  const [ja, en] = kinds[model.kind];
  const { parity, latency, right, escaped, overkilled } = model;
  const share = (of: { count: number; total: number } | null) => (of ? `${of.count} / ${of.total}` : '–');
  const isStrict = model.kind !== 'half';
  const disagreements = html`<td class="${parity.disagreements === 0 ? 'n good' : isStrict ? 'n bad' : 'n'}">${parity.disagreements}</td>`;
  return html`<tr><td><code>${model.path}</code><br><small>${ja} · ${en}</small></td><td class="n">${model.opset}</td><td>${model.precision}</td>${disagreements}<td class="n">${parity.largestDifference.toExponential(1)}</td><td class="n">${share(right)}</td><td class="n">${share(escaped)}</td><td class="n">${share(overkilled)}</td><td class="n">${latency ? `${latency.p50.toFixed(2)} / ${latency.p95.toFixed(2)}` : '–'}</td></tr>
`;
}
