// The way of a model to the line, as a window asks for it: stages, gates that refuse, overrides, rollback, the audit log.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { robustnessResult } from '../../../main/eval/robustness/score.ts';
import { packageOf } from '../../../main/services/registry/facts.ts';
import { liveModelOf } from '../../../main/services/registry/line.ts';
import { recordPackage } from '../../../main/services/registry/recorded.ts';
import { auditHeadName } from '../../../main/store/index.ts';
import type { PackagedModel } from '../../../shared/domain/package.ts';
import { smallManifest } from '../../support/small-package.ts';
import { codeOf, codeOfAsync, sha256 } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { another, kinds, lenient, signature, startRegistry } from './registered.ts';

describe('a model', () => {
  it('begins as a draft, and is taken from stage to stage', async () => {
    const { app, projectId, runId, registry, step } = await startRegistry();
    await registry.setGates({ projectId, settings: lenient, reason: '試行' });
    expect((await registry.models({ projectId })).models).toMatchObject([
      { runId, stage: 'draft', isLive: false, next: ['candidate', 'retired'], testAccuracy: 0.375 },
    ]);
    expect(await step('candidate', { approver: '', reason: '' })).toMatchObject({ models: [{ stage: 'candidate' }] });
    const approved = await step('approved');
    expect(approved).toMatchObject({
      live: runId,
      former: null,
      isUnaltered: true,
      models: [{ stage: 'approved', isLive: true, next: ['retired'] }],
      moves: [
        { runId, move: 'approve', ...signature },
        { move: 'nominate', approver: '' },
      ],
    });
    expect(app.events.at(-1)).toEqual(['registry.changed', { projectId }]);
    expect(kinds(app)).toEqual(['gates.changed', 'model.moved', 'model.approved']);
    const [entry] = await registry.audit({ kind: 'model.approved', limit: 1 });
    expect(entry).toMatchObject({
      subject: `run:${runId}`,
      data: {
        ...signature,
        from: 'candidate',
        to: 'approved',
        model: sha256('m'),
        replaces: null,
        override: null,
        golden: null,
        rule: null,
        gates: [
          { gate: 'balanced-accuracy', status: 'passed', limit: 0.1 },
          { gate: 'escape', status: 'passed', limit: 0.9 },
          { gate: 'overkill', status: 'passed', limit: 0.99 },
        ],
      },
    });
    expect(await step('retired')).toMatchObject({ live: null, isUnaltered: null, models: [{ stage: 'retired' }] });
    expect(await step('draft')).toMatchObject({ models: [{ stage: 'draft' }] });
    expect((await registry.verifyAudit({})).finding).toBeNull();
  });

  it('is kept from the line by its gates, and the attempt is recorded', async () => {
    const { app, registry, runId, step } = await startRegistry();
    await step('candidate');
    expect(await codeOfAsync(() => step('approved'))).toBe('registry.gates-unmet');
    expect(kinds(app)).toEqual(['model.moved', 'model.refused']);
    const [refusal] = await registry.audit({ limit: 1 });
    expect(refusal?.data).toMatchObject({
      ...signature,
      gates: expect.arrayContaining([{ gate: 'latency', status: 'not-measured', limit: 1_000, measured: null }]),
    });
    expect((await registry.gates({ runId })).map(({ gate, status }) => [gate, status])).toEqual([
      ['balanced-accuracy', 'failed'],
      ['escape', 'failed'],
      ['overkill', 'failed'],
      ['golden', 'not-measured'],
      ['robustness', 'not-measured'],
      ['latency', 'not-measured'],
      ['parity', 'not-measured'],
    ]);
  });

  it('passes gates it has not met only with a reason of its own, which is recorded beside the approval', async () => {
    const { app, registry, step, runId, store, projectId } = await startRegistry();
    await step('candidate');
    expect(await codeOfAsync(() => step('approved', { override: '  ' }))).toBe('registry.gates-unmet');
    expect(await step('approved', { override: '試作ラインのみ' })).toMatchObject({ live: runId });
    expect(kinds(app).slice(-2)).toEqual(['gates.overridden', 'model.approved']);
    const [approval, override] = await registry.audit({ limit: 2 });
    expect(override?.data).toMatchObject({ approver: '鈴木 課長', reason: '試作ラインのみ' });
    expect(approval?.data).toMatchObject({ override: '試作ラインのみ', reason: signature.reason });
    expect(liveModelOf(store, projectId)).toEqual({ runId, model: sha256('m'), ...signature, at: approval?.at });
  });

  it('counts escapes and overkills by the rule it is used with', async () => {
    const { registry, app, runId } = await startRegistry();
    const { aims } = await app.clients.judging.rule({ runId });
    const gate = async () => (await registry.gates({ runId })).find((each) => each.gate === 'escape');
    expect(await gate()).toMatchObject({ mistakes: 2, images: 5 });
    // NG scores of the defective test images: 0.25, 0.375, 0.75, 1, 1.
    await app.clients.judging.setRule({ runId, aims, rule: { okBelow: 0.3, ngFrom: 0.3, unlikeFrom: null } });
    expect(await gate()).toMatchObject({ mistakes: 1, images: 5 });
  });

  it('has its robustness from its newest sweep that is done', async () => {
    const { registry, store, runId, projectId } = await startRegistry();
    const clean = { strength: 0, accuracy: 0.9, escape: null, overkill: null };
    for (const accuracy of [0.3, 0.8]) {
      const { snapshotId } = store.runs.get(runId);
      const draft = { kind: 'robustness', projectId, snapshotId, runId, otherRunId: null, settings: {} } as const;
      const points = [1, 2, 3, 4, 5].map((strength) => ({ ...clean, strength, accuracy }));
      const { id } = store.studies.create(draft);
      store.studies.finish(id, robustnessResult(8, clean, new Map([['blur', points]])));
    }
    expect((await registry.gates({ runId }))[4]).toMatchObject({
      gate: 'robustness',
      status: 'passed',
      measured: 0.8 / 0.9,
    });
  });
});

describe('a rollback', () => {
  it('puts the former live model back at once, and then the one before it', async () => {
    const test = await startRegistry();
    const { projectId, runId: first, registry, step, store } = test;
    await registry.setGates({ projectId, settings: lenient, reason: '' });
    const [second, third] = [await another(test), await another(test)];
    for (const runId of [first, second, third]) {
      await step('candidate', { runId });
      await step('approved', { runId });
    }
    expect(await registry.models({ projectId })).toMatchObject({ live: third, former: second });
    const after = await registry.rollBack({ projectId, approver: '佐藤', reason: '過検出が増えた' });
    expect(after).toMatchObject({
      live: second,
      former: first,
      moves: [{ runId: second, move: 'roll-back' }, {}, {}, {}, {}, {}, {}],
    });
    expect(after.models.map(({ stage }) => stage)).toEqual(['approved', 'approved', 'approved']);
    expect(liveModelOf(store, projectId)).toMatchObject({ runId: second, model: sha256(`model ${second}`) });
    const [entry] = await registry.audit({ limit: 1 });
    expect(entry).toMatchObject({ kind: 'model.rolled-back', data: { approver: '佐藤', replaces: third } });
    expect(await registry.rollBack({ projectId, ...signature })).toMatchObject({ live: first, former: null });
    expect(await codeOfAsync(() => registry.rollBack({ projectId, ...signature }))).toBe('registry.nothing-former');
    // What was rolled back may come again, through its gates.
    expect(await step('approved', { runId: third })).toMatchObject({ live: third, former: first });
  });

  it('asks for a name and a reason', async () => {
    const test = await startRegistry();
    const { projectId, runId, registry, step } = test;
    await step('candidate');
    await step('approved', { override: 'x' });
    const other = await another(test);
    await step('candidate', { runId: other });
    await step('approved', { runId: other, override: 'x' });
    const unsigned = { projectId, approver: ' ', reason: 'x' };
    expect(await codeOfAsync(() => registry.rollBack(unsigned))).toBe('registry.unsigned');
    expect(await registry.models({ projectId })).toMatchObject({ live: other, former: runId });
  });
});

describe('a step is refused, and nothing changes,', () => {
  type Test = Awaited<ReturnType<typeof startRegistry>>;
  const cases: readonly (readonly [string, string, (test: Test) => Promise<unknown>])[] = [
    ['that skips a stage', 'registry.not-allowed', ({ step }) => step('approved')],
    ['that goes nowhere', 'registry.not-allowed', ({ step }) => step('draft')],
    [
      'of a run without a project',
      'registry.no-project',
      async ({ app, step }) => step('candidate', { runId: await finished(app, null) }),
    ],
    ['of a run that is not there', 'store.run-not-found', ({ step }) => step('candidate', { runId: 99 })],
    ['without a name', 'registry.unsigned', ({ step }) => step('retired', { approver: '' })],
    ['without a reason', 'registry.unsigned', ({ step }) => step('retired', { reason: ' ' })],
    [
      'of a run that is not done',
      'services.not-trained',
      ({ store, projectId, runId, step }) => {
        const { snapshotId } = store.runs.get(runId);
        const { id } = store.runs.create({
          snapshotId,
          network: 'tiny',
          method: 'sgd',
          seed: 0,
          hyperParameters: {},
          projectId,
        });
        return step('candidate', { runId: id });
      },
    ],
    [
      'in a project that is not there',
      'projects.not-found',
      ({ registry }) => registry.rollBack({ projectId: 99, ...signature }),
    ],
    [
      'where there is nothing to go back to',
      'registry.nothing-former',
      ({ registry, projectId }) => registry.rollBack({ projectId, ...signature }),
    ],
  ];
  it.each(cases)('%s', async (_, code, refused) => {
    const test = await startRegistry();
    const before = await test.registry.models({ projectId: test.projectId });
    expect(await codeOfAsync(() => refused(test))).toBe(code);
    expect(await test.registry.models({ projectId: test.projectId })).toEqual(before);
    expect(kinds(test.app)).toEqual([]);
  });

  it('that approves the live model once more', async () => {
    const { app, step } = await startRegistry();
    await step('candidate');
    await step('approved', { override: 'x' });
    expect(await codeOfAsync(() => step('approved', { override: 'x' }))).toBe('registry.already-live');
    expect(kinds(app)).toEqual(['model.moved', 'gates.overridden', 'model.approved']);
  });

  it('that approves a model without an exported file', async () => {
    const { app, store, runId, step } = await startRegistry();
    for (const { id } of store.artefacts.list(runId)) store.artefacts.forget(id);
    await step('candidate');
    expect(await codeOfAsync(() => step('approved', { override: 'x' }))).toBe('services.nothing-to-export');
    expect(kinds(app)).toEqual(['model.moved']);
  });
});

describe('the audit log', () => {
  it('is taken up again on a person’s word, and only where its head does not fit', async () => {
    const { app, registry, step, store } = await startRegistry();
    expect(await codeOfAsync(() => registry.continueAudit({ reason: 'x' }))).toBe('audit.fits');
    await step('candidate');
    rmSync(join(app.context.workspace.root, auditHeadName));
    expect((await registry.verifyAudit({})).finding).toEqual({ fault: 'head-missing', sequence: 1 });
    expect(codeOf(() => store.projectGates.set(1, lenient, ''))).toBe('audit.head-differs');
    expect(await codeOfAsync(() => registry.continueAudit({ reason: ' ' }))).toBe('registry.unsigned');
    expect(await registry.continueAudit({ reason: '別のPCへ移した' })).toMatchObject({
      entries: 2,
      finding: null,
      gaps: [
        { sequence: 2, data: { reason: '別のPCへ移した', fault: 'head-missing', replaced: { state: 'missing' } } },
      ],
    });
    await step('draft');
    expect(await registry.audit({ limit: 9, before: 3 })).toMatchObject([
      { kind: 'audit.continued' },
      { kind: 'model.moved' },
    ]);
  });
});

it('a package that was written is kept with its key, its model and its rule', async () => {
  const { store } = await startRegistry();
  const { id } = store.listRuns()[0] ?? { id: 0 };
  const manifest = { ...smallManifest(), run: { ...smallManifest().run, id } };
  const made = { path: '/out/ねじ-7.zip', bytes: 9, sha256: sha256('package'), manifest };
  recordPackage(store, made);
  expect(store.packages.list(id)).toMatchObject([{ runId: id, ...made }]);
  expect(store.audit.list({ limit: 1 })).toMatchObject([
    {
      kind: 'package.written',
      subject: `run:${id}`,
      data: {
        path: made.path,
        sha256: made.sha256,
        keyId: manifest.keyId,
        model: manifest.run.export,
        rule: manifest.rule,
      },
    },
  ]);
});

describe('the package of a run', () => {
  const packaged = (p95: number | null, more: Partial<PackagedModel> = {}) => {
    const manifest = smallManifest();
    const parity = { images: 9, largestDifference: 1e-7, disagreements: 1 };
    const latency = p95 === null ? null : { runs: 9, p50: 3, p95, p99: 6 };
    return {
      manifest: { ...manifest, models: manifest.models.map((model) => ({ ...model, parity, latency, ...more })) },
    };
  };
  it.each([
    ['none', [], null],
    ['one', [packaged(5.5)], { images: 9, disagreements: 1, p95: 5.5 }],
    ['the newest', [packaged(5.5), packaged(7)], { images: 9, disagreements: 1, p95: 5.5 }],
    ['one that was not timed', [packaged(null), packaged(7)], null],
    ['one without the model of the line', [packaged(5.5, { kind: 'half' })], null],
  ])('%s', (_, packages, expected) => {
    expect(packageOf(packages)).toEqual(expected);
  });
});
