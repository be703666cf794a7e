// Kappa in a word (Landis and Koch 1977, table 2).

export type AgreementWord = 'poor' | 'slight' | 'fair' | 'moderate' | 'substantial' | 'perfect' | 'unknown';

const scale: readonly (readonly [below: number, word: AgreementWord])[] = [
  [0, 'poor'],
  [0.2, 'slight'],
  [0.4, 'fair'],
  [0.6, 'moderate'],
  [0.8, 'substantial'],
];

/** By the lower end of its range, because few images can agree by luck. */
export function agreementWord(kappa: { readonly low: number } | null): AgreementWord {
  if (!kappa) return 'unknown';
  return scale.find(([below]) => kappa.low < below)?.[1] ?? 'perfect';
}
