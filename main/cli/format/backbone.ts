// Backbones on the command line: what is known of one, all of them, and the values one could be cut at.
import type { LookedBackbone } from '../../../shared/contract/backbones.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import {
  backboneVoice,
  featureWords,
  headWords,
  pixelWords,
  reasonWords,
  sizeWords,
  trainsWords,
} from '../../../shared/text/backbone.ts';
import { count } from '../../../shared/text/numbers.ts';
import type { Voice } from '../text.ts';
import { pairs, table } from './table.ts';

/** @param reasons why it was understood so, where it was just looked at */
export function backboneFacts(card: BackboneCard, say: Voice, reasons: LookedBackbone['reasons'] = []): string[] {
  const words = backboneVoice(say.language);
  const { feature, head, preprocessing, input, producer, opset, parameters, megabytes, id } = card;
  const why = reasons.length > 0 ? [[say('backbone.why'), reasonWords(reasons, words)] as const] : [];
  return pairs(
    [
      [say('backbone.understood'), headWords(head, words)],
      ...why,
      [say('backbone.cut-at'), feature.value],
      [say('backbone.gives'), featureWords(feature, words)],
      [say('backbone.pixels'), pixelWords(preprocessing, words)],
      [say('backbone.sizes'), sizeWords(input, words)],
      [say('backbone.trains'), trainsWords(card, words)],
      [
        say('backbone.file-facts'),
        say('backbone.file-of', {
          producer: producer || '-',
          opset,
          parameters: count(parameters),
          megabytes: megabytes.toFixed(1),
        }),
      ],
      [say('backbone.identity'), id],
    ],
    '  ',
  );
}

export function backboneTable(
  cards: readonly (BackboneCard & { readonly runs: readonly number[] })[],
  say: Voice,
): string[] {
  const words = backboneVoice(say.language);
  return table(
    [
      { title: say('backbone.title-name') },
      { title: say('backbone.title-id') },
      { title: say('backbone.sizes') },
      { title: 'MB', align: 'right' },
      { title: say('backbone.trains') },
      { title: say('backbone.title-runs'), align: 'right' },
    ],
    cards.map((card) => [
      card.name,
      card.id.slice(0, 12),
      sizeWords(card.input, words),
      card.megabytes.toFixed(1),
      say(card.canFineTune === 'all' ? 'backbone.all' : 'backbone.head-only'),
      String(card.runs.length),
    ]),
  );
}

export function candidateTable({ candidates }: LookedBackbone, say: Voice): string[] {
  const words = backboneVoice(say.language);
  return [
    say('backbone.candidates'),
    ...table(
      [{ title: say('place.value') }, { title: say('backbone.gives') }],
      candidates.map((candidate) => [candidate.value, featureWords(candidate, words)]),
      '  ',
    ),
  ];
}
