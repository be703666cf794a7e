// A trial as words on the command line: what is compared, how often, and the settings all methods share.
import { Option } from 'commander';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type TrainingPreset, trainingPresets } from '../../shared/contract/training.ts';
import { augmentationPresets } from '../../shared/domain/images.ts';
import { fineTunings, presetNames } from '../../shared/domain/recipe.ts';
import { maximumSeeds, type TrialMethod, type TrialPlan, trialMethods, trialPlan } from '../../shared/domain/trial.ts';
import { amount, positiveInteger } from './arguments.ts';
import type { Voice } from './text.ts';

const budgetWords = { time: ['time'], epochs: ['epochs'], both: ['epochs', 'time'] } as const;
const augmentations = Object.keys(augmentationPresets);

const typed = z.object({
  methods: z.string().optional(),
  baseline: z.string().optional(),
  budget: z.string().optional(),
  seeds: z.string().optional(),
  labelNoise: z.string().optional(),
  preset: z.string().optional(),
  network: z.string().optional(),
  fineTune: z.string().optional(),
  size: z.string().optional(),
  epochs: z.string().optional(),
  batch: z.string().optional(),
  learningRate: z.string().optional(),
  augmentation: z.string().optional(),
  robustness: z.boolean().optional(),
});

export function trialOptions(say: Voice): Option[] {
  const number = say('place.number');
  return [
    new Option(`--methods <${say('place.methods')}>`, say('trial.methods')),
    new Option(`--baseline <${say('place.method')}>`, say('trial.baseline')),
    new Option('--budget <time|epochs|both>', say('trial.budget')),
    new Option(`--seeds <${number}>`, say('trial.seeds')),
    new Option(`--label-noise <${number}>`, say('trial.noise')),
    new Option('--robustness', say('trial.sweep')),
    new Option(`--preset <${trainingPresets.join('|')}>`, say('trial.preset')),
    new Option(`--network <${presetNames.join('|')}>`, say('trial.network')),
    new Option(`--backbone <${say('place.backbone')}>`, say('train.backbone')),
    new Option(`--fine-tune <${fineTunings.join('|')}>`, say('train.fine-tune')),
    new Option(`--size <${number}>`, say('trial.size')),
    new Option(`--epochs <${number}>`, say('trial.epochs')),
    new Option(`--batch <${number}>`, say('trial.batch')),
    new Option(`--learning-rate <${number}>`, say('trial.learning-rate')),
    new Option(`--augmentation <${augmentations.join('|')}>`, say('train.augmentation')),
  ];
}

/** @throws NarashiError cli.invalid-value */
export function readPlan(options: unknown, say: Voice): TrialPlan {
  const given = typed.parse(options);
  const methods = readMethods(given.methods ?? 'sgd,samar-efficient', say);
  const budget = oneOf('--budget', given.budget ?? 'time', Object.keys(budgetWords));
  const seeds = given.seeds === undefined ? 5 : positiveInteger('--seeds', given.seeds, say);
  if (seeds > maximumSeeds) throw invalid('--seeds', String(seeds), say('expected.most', { limit: maximumSeeds }));
  const whole = (name: string, text: string | undefined) =>
    text === undefined ? undefined : positiveInteger(name, text, say);
  const draft = {
    methods,
    baseline: oneOf('--baseline', given.baseline ?? methods[0] ?? '', methods),
    budgets: Object.entries(budgetWords).find(([word]) => word === budget)?.[1],
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    preset: oneOf('--preset', given.preset ?? ('fast' satisfies TrainingPreset), trainingPresets),
    labelNoise: given.labelNoise === undefined ? 0 : amount('--label-noise', given.labelNoise, say),
    robustness: given.robustness === true,
    advanced: {
      network: given.network === undefined ? undefined : oneOf('--network', given.network, presetNames),
      fineTune: given.fineTune === undefined ? undefined : oneOf('--fine-tune', given.fineTune, fineTunings),
      size: whole('--size', given.size),
      epochs: whole('--epochs', given.epochs),
      batchSize: whole('--batch', given.batch),
      learningRate: given.learningRate === undefined ? undefined : amount('--learning-rate', given.learningRate, say),
      augmentation:
        given.augmentation === undefined ? undefined : oneOf('--augmentation', given.augmentation, augmentations),
    },
  };
  const { data, error } = trialPlan.safeParse(draft);
  if (data) return data;
  const [issue] = error.issues;
  const name = flagOf(issue?.path.at(-1));
  const limit = issue?.code === 'too_big' ? say('expected.most', { limit: Number(issue.maximum) }) : undefined;
  const least = issue?.code === 'too_small' ? say('expected.least', { limit: Number(issue.minimum) }) : undefined;
  throw invalid(name, textOf(given, name), limit ?? least ?? issue?.message ?? '?');
}

function readMethods(text: string, say: Voice): TrialMethod[] {
  const words = text.split(',').map((word) => word.trim());
  const known = words.flatMap((word) => trialMethods.filter((method) => method === word));
  if (known.length !== words.length || known.length < 2 || new Set(known).size !== known.length) {
    throw invalid('--methods', text, say('expected.methods'));
  }
  return known;
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw invalid(name, text, values.join(', '));
  return found;
}

const flags = new Map<unknown, string>([
  ['labelNoise', '--label-noise'],
  ['batchSize', '--batch'],
  ['learningRate', '--learning-rate'],
]);
const flagOf = (key: unknown) => flags.get(key) ?? `--${String(key)}`;

function textOf(given: object, flag: string): string {
  const key = flag.slice(2).replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
  return String(Object.entries(given).find(([name]) => name === key)?.[1] ?? '');
}

function invalid(name: string, value: string, expected: string): NarashiError {
  return new NarashiError('cli.invalid-value', { name, value, expected });
}
