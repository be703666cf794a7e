// Two inspectors over the real store: the same images for both, blindly; opinions replaced and withdrawn; what they dispute.
import { describe, expect, it } from 'vitest';
import { createQualityService } from '../../../main/services/quality.ts';
import { contracts } from '../../../shared/contract/index.ts';
import { memoryPair } from '../../../shared/rpc/channels/memory.ts';
import { connect } from '../../../shared/rpc/client.ts';
import { serve } from '../../../shared/rpc/server.ts';
import { insertImages } from '../../support/insert-images.ts';
import { projectImages, sampleProject } from '../store/fixture.ts';
import { startApp } from './fixture.ts';

/** 90 labelled images of three classes, and the quality service. */
function project() {
  const app = startApp();
  const { store } = app.context.workspace;
  const { id: projectId, classIds } = sampleProject(store);
  insertImages(store, projectId, 'import', projectImages(100, classIds));
  const [near, far] = memoryPair();
  const served = { quality: contracts.quality };
  serve(served, { quality: createQualityService(app.context) }, far, {
    events: { subscribe: () => () => undefined },
    report: ({ error }) => expect(error).toBeUndefined(),
  });
  const { quality } = connect(served, near);
  const labelled = new Map(store.projectImages.labelled(projectId).map(({ id, classId }) => [id, classId]));
  const next = async (inspector: string, limit = 30) =>
    (await quality.blindQueue({ projectId, inspector, limit })).images.map(({ imageId }) => imageId);
  const judge = (inspector: string, imageId: number, classId: number) =>
    quality.giveOpinion({ projectId, inspector, imageId, classId });
  return { app, store, projectId, classIds, quality, labelled, next, judge };
}

describe('the blind queue', () => {
  it('is the same for every inspector, without names, in about equal parts of the classes, mixed', async () => {
    const { quality, projectId, labelled, next, classIds } = project();
    const first = await next('Sato');
    expect(await next('Ito')).toEqual(first);
    const { images } = await quality.blindQueue({ projectId, inspector: 'Sato', limit: 1 });
    expect(Object.keys(images[0] ?? {}).sort()).toEqual(['hash', 'imageId']);
    const classes = first.map((id) => labelled.get(id));
    for (const classId of classIds) {
      const own = classes.filter((each) => each === classId).length;
      expect(own).toBeGreaterThanOrEqual(7);
      expect(own).toBeLessThanOrEqual(13);
    }
    // No cycle through the classes that would give the label away.
    const steps = classes.slice(1).map((each, place) => each === classes[place]);
    expect(steps).toContain(true);
  });

  it('leaves out what the inspector has judged, until it is taken back', async () => {
    const { quality, projectId, labelled, next, judge } = project();
    const [one = 0, two = 0, three] = await next('Sato');
    expect(await judge('Sato', one, labelled.get(one) ?? 0)).toEqual({ judged: 1 });
    expect(await judge('Sato', two, labelled.get(two) ?? 0)).toEqual({ judged: 2 });
    expect((await next('Sato'))[0]).toBe(three);
    expect((await next('Ito'))[0]).toBe(one);
    expect(await quality.withdrawOpinion({ projectId, inspector: 'Sato', imageId: two })).toEqual({ judged: 1 });
    expect((await next('Sato'))[0]).toBe(two);
  });
});

describe('agreement', () => {
  it('is that of each pair and of each inspector with the labels', async () => {
    const { quality, projectId, classIds, labelled, next, judge } = project();
    const [ok = 0, scratch = 0] = classIds;
    const images = await next('Sato', 20);
    for (const [place, imageId] of images.entries()) {
      const label = labelled.get(imageId) ?? 0;
      await judge('Sato', imageId, label);
      if (place < 10) await judge('Ito', imageId, place === 3 ? (label === ok ? scratch : ok) : label);
    }
    const { inspectors, pairs, disputed } = await quality.agreement({ projectId });
    expect(inspectors).toEqual([
      { name: 'Ito', images: 10 },
      { name: 'Sato', images: 20 },
    ]);
    expect(pairs.map(({ first, second, images: common, agreed }) => [first, second, common, agreed])).toEqual([
      ['Ito', 'Sato', 10, 9],
      ['Ito', null, 10, 9],
      ['Sato', null, 20, 20],
    ]);
    expect(pairs[2]?.kappa?.value).toBeCloseTo(1, 12);
    expect(pairs[0]?.kappa?.value).toBeLessThan(0.95);
    expect(disputed).toHaveLength(1);
    expect(disputed[0]).toMatchObject({ imageId: images[3], classId: labelled.get(images[3] ?? 0) });
    expect(disputed[0]?.opinions.map(({ inspector }) => inspector)).toEqual(['Ito', 'Sato']);
  });

  it('follows a change of mind, a new label and a removed image', async () => {
    const { store, app, quality, projectId, classIds, labelled, next, judge } = project();
    const [ok = 0, scratch = 0] = classIds;
    const imageId = (await next('Sato', 90)).find((id) => labelled.get(id) === ok) ?? 0;
    await judge('Sato', imageId, scratch);
    expect((await quality.agreement({ projectId })).disputed).toHaveLength(1);
    await judge('Sato', imageId, ok);
    expect((await quality.agreement({ projectId })).disputed).toEqual([]);
    await judge('Sato', imageId, scratch);
    await quality.decide({ projectId, imageIds: [imageId], classId: scratch, reason: 'agreed' });
    expect(await quality.agreement({ projectId })).toMatchObject({ disputed: [], pairs: [{ images: 1, agreed: 1 }] });
    store.edits.remove(projectId, [imageId]);
    expect(await quality.agreement({ projectId })).toEqual({ inspectors: [], pairs: [], disputed: [] });
    expect(app.events.some(([name]) => name === 'quality.changed')).toBe(true);
  });

  it('is of images and classes of the project only', async () => {
    const { quality, classIds, judge } = project();
    await expect(judge('Sato', 999, classIds[0] ?? 0)).rejects.toMatchObject({
      code: expect.stringMatching(/not-found/),
    });
    await expect(judge('Sato', 1, 999)).rejects.toMatchObject({ code: 'projects.class-not-found' });
    await expect(quality.agreement({ projectId: 99 })).rejects.toMatchObject({ code: 'projects.not-found' });
  });
});
