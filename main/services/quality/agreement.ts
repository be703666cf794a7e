// Two inspectors on the same images: what each has judged blindly, how far they agree, and which images they dispute.

import type { ProjectClass } from '../../../shared/contract/projects.ts';
import type { Agreement } from '../../../shared/contract/quality.ts';
import type { LabelledImage } from '../../../shared/domain/project.ts';
import { random } from '../../../shared/domain/random.ts';
import { agreementOf, type Kappa } from '../../eval/index.ts';
import type { Opinion, Store } from '../../store/index.ts';

/** Disputed images shown. */
const DISPUTED = 200;

/** @throws NarashiError projects.not-found */
export function agreementIn(store: Store, projectId: number): Agreement {
  store.projects.get(projectId);
  const classes = store.projectClasses.list(projectId);
  const place = new Map(classes.map(({ id }, index) => [id, index]));
  const images = new Map(store.projectImages.labelled(projectId).map((image) => [image.id, image]));
  // Of images and classes that are still there.
  const opinions = store.opinions
    .list(projectId)
    .filter(({ imageId, classId }) => images.has(imageId) && place.has(classId));
  const byInspector = Map.groupBy(opinions, ({ inspector }) => inspector);
  const labels = new Map([...images].map(([id, { classId }]) => [id, classId]));
  const judges = [...byInspector].map(([name, given]) => [name, judgedBy(given)] as const);
  const against = judges.map(([name, given]) => pairOf(name, given, null, labels, classes, place));
  const pairs = judges.flatMap(([first, given], index) =>
    judges.slice(index + 1).map(([second, other]) => pairOf(first, given, second, other, classes, place)),
  );
  return {
    inspectors: judges.map(([name, given]) => ({ name, images: given.size })),
    pairs: [...pairs, ...against],
    disputed: disputedOf(opinions, images),
  };
}

const judgedBy = (opinions: readonly Opinion[]): ReadonlyMap<number, number> =>
  new Map(opinions.map(({ imageId, classId }) => [imageId, classId]));

function pairOf(
  first: string,
  given: ReadonlyMap<number, number>,
  second: string | null,
  other: ReadonlyMap<number, number>,
  classes: readonly ProjectClass[],
  place: ReadonlyMap<number, number>,
): Agreement['pairs'][number] {
  const common = [...given].flatMap(([imageId, classId]) => {
    const [one, two] = [place.get(classId), place.get(other.get(imageId) ?? 0)];
    return one === undefined || two === undefined ? [] : [[one, two] as const];
  });
  const { images, agreed, kappa, verdictKappa, table } = agreementOf(
    common,
    classes.map(({ verdict }) => verdict),
  );
  return {
    first,
    second,
    images,
    agreed,
    kappa: shown(kappa),
    verdictKappa: shown(verdictKappa),
    classIds: classes.map(({ id }) => id),
    table: table.map((row) => [...row]),
  };
}

const shown = (kappa: Kappa | null) => kappa && { value: kappa.kappa, low: kappa.low, high: kappa.high };

/** Images on which two inspectors, or one and the label, differ; those with the most different answers first. */
function disputedOf(opinions: readonly Opinion[], images: ReadonlyMap<number, LabelledImage>): Agreement['disputed'] {
  return [...Map.groupBy(opinions, ({ imageId }) => imageId)]
    .flatMap(([imageId, given]) => {
      const image = images.get(imageId);
      const answers = new Set([image?.classId, ...given.map(({ classId }) => classId)]);
      if (!image || answers.size < 2) return [];
      const { classId, contentHash: hash, path } = image;
      const own = given.map(({ inspector, classId: judged }) => ({ inspector, classId: judged }));
      return [{ imageId, hash, path, classId, opinions: own, answers: answers.size }];
    })
    .sort((one, other) => other.answers - one.answers || other.opinions.length - one.opinions.length)
    .slice(0, DISPUTED)
    .map(({ answers: _, ...image }) => image);
}

/**
 * Images an inspector has not judged yet, in an order that is the same for all inspectors of a project, so that they judge
 * the same ones: classes come in equal parts, but which is next cannot be told from the one before.
 */
export function blindQueueOf(store: Store, projectId: number, inspector: string, limit: number) {
  store.projects.get(projectId);
  const judged = new Set(
    store.opinions.list(projectId).flatMap((opinion) => (opinion.inspector === inspector ? [opinion.imageId] : [])),
  );
  const labelled = store.projectImages.labelled(projectId);
  const order = [...Map.groupBy(labelled, ({ classId }) => classId)].flatMap(([classId, own]) => {
    const stream = random(projectId, 'blind', String(classId));
    const places = Int32Array.from(own.keys());
    stream.shuffle(places);
    return Array.from(places).flatMap((place, rank) => {
      const image = own[place];
      return image ? [{ image, key: rank + 3 * stream.float() }] : [];
    });
  });
  const open = order
    .sort((one, other) => one.key - other.key)
    .filter(({ image }) => !judged.has(image.id))
    .slice(0, limit);
  return {
    images: open.map(({ image }) => ({ imageId: image.id, hash: image.contentHash })),
    judged: store.opinions.judged(projectId, inspector),
  };
}
