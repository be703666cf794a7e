// A package's contents as lines: what it is, and what each form of the model was measured to do.
import type { PackageManifest } from '../../../shared/domain/package.ts';
import type { Voice } from '../text.ts';
import { pairs, table } from './table.ts';

export function packageLines(manifest: PackageManifest, say: Voice): string[] {
  const { name, createdAt, site, run, classes, rule, models, goldenSamples, leftOut } = manifest;
  const share = (of: { count: number; total: number } | null) => (of ? `${of.count}/${of.total}` : '–');
  const rules = rule
    ? say('package.rule', { ok: rule.okBelow, ng: rule.ngFrom, unlike: rule.unlikeFrom?.toFixed(3) ?? '–' })
    : say('package.no-rule');
  return [
    ...pairs(
      [
        [say('package.name'), name],
        [say('package.created'), `${createdAt} · ${site}`],
        [say('package.run'), `${run.id} · ${run.method}`],
        [say('package.classes'), classes.map((each) => `${each.name} (${each.verdict})`).join(', ')],
        [say('package.judges-by'), rules],
        [
          say('package.approval'),
          manifest.approval ? `${manifest.approval.approver} · ${manifest.approval.at}` : say('package.not-approved'),
        ],
        [say('package.samples'), String(goldenSamples)],
      ],
      '  ',
    ),
    '',
    ...table(
      [
        { title: say('package.model') },
        { title: say('package.differ'), align: 'right' },
        { title: say('package.difference'), align: 'right' },
        { title: say('package.right'), align: 'right' },
        { title: say('rule.escape'), align: 'right' },
        { title: say('rule.overkill'), align: 'right' },
        { title: say('package.latency'), align: 'right' },
      ],
      models.map(({ path, parity, right, escaped, overkilled, latency }) => [
        path,
        `${parity.disagreements}/${parity.images}`,
        parity.largestDifference.toExponential(1),
        share(right),
        share(escaped),
        share(overkilled),
        latency ? `${latency.p50.toFixed(2)} / ${latency.p95.toFixed(2)}` : '–',
      ]),
      '  ',
    ),
    ...leftOut.map((reason) => say('package.left-out', { reason })),
  ];
}
