// Golden sets as a window asks for them: what each image is to be judged, and a model held against the live one on them.
import { describe, expect, it } from 'vitest';
import { insertImages } from '../../support/insert-images.ts';
import { classes, codeOfAsync, sha256 } from '../store/fixture.ts';
import { another, kinds, record, startRegistry } from './registered.ts';

describe('the golden set', () => {
  async function withImages() {
    const test = await startRegistry();
    const { store, projectId, classIds } = test;
    const drafts = ['ok', 'ng', 'bare'].map((word, index) => ({
      path: `見本/${word}.png`,
      contentHash: sha256(`golden ${word}`),
      classId: classIds[index] ?? null,
      width: 8,
      height: 8,
      bytes: 9,
    }));
    insertImages(
      store,
      projectId,
      'golden',
      drafts.map((draft, index) => (index === 2 ? { ...draft, classId: null } : draft)),
    );
    const [bare = 0, ng = 0, ok = 0] = store.projectImages.find(projectId);
    return { ...test, images: { ok, ng, bare } };
  }

  it('says of each image how it is to be judged, by its mark before its class', async () => {
    const { registry, projectId, images, app } = await withImages();
    const set = await registry.addGoldenSet({
      projectId,
      name: '限度見本 2026',
      reason: '初版',
      images: [
        { imageId: images.ok, mark: null },
        { imageId: images.ng, mark: 'limit-ok' },
        { imageId: images.bare, mark: 'limit-ng' },
      ],
    });
    expect(await registry.goldenSets({ projectId })).toEqual([set]);
    expect(await registry.goldenImages({ goldenId: set.id })).toEqual([
      { hash: sha256('golden ok'), path: '見本/ok.png', className: classes[0]?.name, verdict: 'OK', mark: null },
      { hash: sha256('golden ng'), path: '見本/ng.png', className: 'scratch', verdict: 'OK', mark: 'limit-ok' },
      { hash: sha256('golden bare'), path: '見本/bare.png', className: null, verdict: 'NG', mark: 'limit-ng' },
    ]);
    expect(kinds(app)).toEqual(['golden.versioned']);
    expect(app.events.at(-1)).toEqual(['registry.changed', { projectId }]);
  });

  it('begins the next version with the images of the last that are still in the project', async () => {
    const { registry, projectId, images, store } = await withImages();
    expect(await registry.goldenChoice({ projectId })).toEqual([]);
    const chosen = [
      { imageId: images.ok, mark: null },
      { imageId: images.bare, mark: 'limit-ng' },
      { imageId: images.ng, mark: 'limit-ok' },
    ] as const;
    await registry.addGoldenSet({ projectId, name: 'x', reason: '', images: [...chosen] });
    store.edits.remove(projectId, [images.bare]);
    expect(await registry.goldenChoice({ projectId })).toEqual([
      { imageId: images.ok, mark: null, hash: sha256('golden ok'), path: '見本/ok.png' },
      { imageId: images.ng, mark: 'limit-ok', hash: sha256('golden ng'), path: '見本/ng.png' },
    ]);
  });

  it('refuses images nobody can judge, images of elsewhere, and none at all', async () => {
    const { registry, projectId, images, app } = await withImages();
    const add = (chosen: readonly number[]) =>
      codeOfAsync(() =>
        registry.addGoldenSet({
          projectId,
          name: 'x',
          reason: '',
          images: chosen.map((imageId) => ({ imageId, mark: null })),
        }),
      );
    expect(await add([images.ok, images.bare])).toBe('registry.golden-unlabelled');
    expect(await add([9_999])).toBe('projects.image-not-found');
    expect(await add([])).toBe('registry.golden-empty');
    expect(kinds(app)).toEqual([]);
  });

  it('holds a model against the live one, image by image, once both have judged it', async () => {
    const test = await withImages();
    const { registry, projectId, images, runId, store, step, app } = test;
    const chosen = [images.ok, images.ng].map((imageId) => ({ imageId, mark: null }));
    const { id: goldenId } = await registry.addGoldenSet({ projectId, name: 'x', reason: '', images: chosen });
    const gate = async (of: number) => (await registry.gates({ runId: of }))[3];
    const judge = (of: number, model: string, ok: number, ng: number) =>
      store.goldenSets.judge(
        goldenId,
        of,
        model,
        [ok, ng].map((ngScore) => ({ ngScore, className: 'x', verdict: ngScore < 0.5 ? 'OK' : 'NG' })),
      );
    expect(await gate(runId)).toMatchObject({ status: 'not-measured', lacks: 'golden-judgement' });
    // Without a live model there is nothing to fall back behind; mistakes are told.
    judge(runId, sha256('m'), 0.7, 0.9);
    expect(await gate(runId)).toMatchObject({ status: 'passed', measured: 0, mistakes: 1, images: 2 });
    judge(runId, sha256('m'), 0.1, 0.9);
    await step('candidate');
    await step('approved', { override: 'x' });

    const other = await another(test);
    judge(other, sha256(`model ${other}`), 0.1, 0.2);
    expect(await gate(other)).toMatchObject({ status: 'failed', measured: 1, mistakes: 1 });
    const { outcome, regressions, trainedOn } = await registry.goldenView({ goldenId, runId: other });
    expect([outcome, regressions, trainedOn]).toEqual([{ images: 2, escapes: 1, overkills: 0, reviews: 0 }, [1], 0]);
    // With a rule that catches it, it is no regression.
    const { aims } = await app.clients.judging.rule({ runId: other });
    await app.clients.judging.setRule({ runId: other, aims, rule: { okBelow: 0.15, ngFrom: 0.15, unlikeFrom: null } });
    expect(await gate(other)).toMatchObject({ status: 'passed', measured: 0 });
    // A file made anew has not judged, and a new version nobody has.
    record(app, runId, sha256('made anew'));
    expect(await gate(other)).toMatchObject({ status: 'not-measured', lacks: 'live-golden-judgement' });
    expect(await registry.models({ projectId })).toMatchObject({ live: runId, isUnaltered: false });
    await registry.addGoldenSet({ projectId, name: 'y', reason: '', images: chosen });
    expect(await gate(other)).toMatchObject({ status: 'not-measured', lacks: 'golden-judgement' });
  });

  it('has to be there to be judged', async () => {
    const { registry, runId } = await startRegistry();
    expect(await codeOfAsync(() => registry.judgeGolden({ runId }))).toBe('registry.no-golden-set');
  });
});
