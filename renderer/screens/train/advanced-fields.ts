// The advanced settings as a form: which control each has, its limits, and how what is typed becomes a setting.
import { type AdvancedSettings, advancedSettings } from '../../../shared/contract/training.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { PlainKeyOf, SayOf } from '../../../shared/text/voice.ts';
import { parseNumber } from '../../components/number-text.ts';
import type { trainTexts } from '../../text/train.ts';

type Key = PlainKeyOf<typeof trainTexts>;
/** What is trained of a backbone is chosen with the backbone. */
export type FieldName = Exclude<keyof AdvancedSettings, 'fineTune' | 'lastStages'>;

interface NumberField {
  readonly name: FieldName;
  readonly kind: 'number';
  readonly whole: boolean;
  readonly low: number;
  /** Above it the engine may accept a value, but nobody means it. */
  readonly high: number;
  readonly step: number;
}

interface ChoiceField {
  readonly name: FieldName;
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: Key }[];
}

export type Field = (NumberField | ChoiceField) & {
  readonly label: Key;
  readonly hint: Key;
};

function number(name: FieldName, low: number, high: number, step: number): Field {
  const whole = Number.isInteger(step);
  return { name, kind: 'number', whole, low, high, step, label: `field.${name}`, hint: `field.${name}-hint` };
}

function choice(name: FieldName, ...values: readonly OptionName[]): Field {
  const options = values.map((value) => ({ value, label: `option.${value}` as const }));
  return { name, kind: 'choice', options, label: `field.${name}`, hint: `field.${name}-hint` };
}

type OptionName = Key extends infer K ? (K extends `option.${infer Name}` ? Name : never) : never;

/** Of a backbone alone: a new network learns everywhere alike, from its batches. */
const backboneFields: readonly Field[] = [number('layerDecay', 0.01, 1, 0.05), choice('batchNorm', 'batch', 'frozen')];

/** The form for a new network or a backbone, which is chosen elsewhere. */
export function fieldsFor(hasBackbone: boolean): readonly Field[] {
  return hasBackbone ? [...advancedFields.filter(({ name }) => name !== 'network'), ...backboneFields] : advancedFields;
}

/** In the order of the form: what people change most comes first. */
const advancedFields: readonly Field[] = [
  choice('network', 'tiny', 'small', 'base'),
  number('size', 16, 1024, 1),
  number('epochs', 1, 10_000, 1),
  choice('augmentation', 'none', 'flips', 'line', 'strong'),
  choice('sampling', 'natural', 'softened', 'balanced'),
  number('batchSize', 2, 1_024, 1),
  number('learningRate', 0.000001, 10, 0.001),
  number('weightDecay', 0, 1, 0.0001),
  number('labelSmoothing', 0, 1, 0.01),
  number('averageDecay', 0, 0.9999, 0.01),
  choice('mode', 'efficient', 'thorough'),
  number('rho', 0, 10, 0.01),
  choice('lambdaRule', 'predicted', 'temporal', 'fixed'),
  number('seed', 0, 9_007_199_254_740_991, 1),
];

/** What has been typed or chosen, by field; empty: automatic. */
export type Typed = Readonly<Partial<Record<FieldName, string>>>;

/** What is wrong with a value, or null. An empty one is right: automatic. */
export function fault(field: Field, typed: string, say: SayOf<typeof trainTexts>): string | null {
  if (field.kind === 'choice' || isRight(field, typed)) return null;
  const { low, high, whole } = field;
  const value = parseNumber(typed);
  if (whole && value !== null && !Number.isInteger(value)) return say('advanced.invalid-whole');
  return high > 1e9 ? say('advanced.invalid-least', { low }) : say('advanced.invalid-range', { low, high });
}

function isRight({ low, high, whole }: NumberField, typed: string): boolean {
  if (typed.trim() === '') return true;
  const value = parseNumber(typed);
  return value !== null && value >= low && value <= high && (!whole || Number.isInteger(value));
}

/** The settings of what was typed; undefined where a value is wrong. */
export function settingsOf(typed: Typed, hasBackbone: boolean): AdvancedSettings | undefined {
  const fields = fieldsFor(hasBackbone);
  if (fields.some((field) => field.kind === 'number' && !isRight(field, typed[field.name] ?? ''))) {
    return undefined;
  }
  const given = fields.flatMap((field) => {
    const text = typed[field.name]?.trim() ?? '';
    if (text === '') return [];
    return [[field.name, field.kind === 'number' ? parseNumber(text) : text] as const];
  });
  const parsed = advancedSettings.safeParse(Object.fromEntries(given));
  return parsed.success ? parsed.data : undefined;
}

/** What automatic comes to in a recipe, as the form would show it; undefined where that cannot be told. */
export function automaticText(
  field: Field,
  recipe: Recipe | undefined,
  say: SayOf<typeof trainTexts>,
): string | undefined {
  if (!recipe) return undefined;
  const value = field.name === 'augmentation' ? augmentationOf(recipe) : recipe[field.name];
  if (field.kind === 'number') return String(value);
  const option = field.options.find((one) => one.value === value);
  return option && say(option.label);
}

function augmentationOf({ augmentation }: Recipe): string | undefined {
  const wanted = JSON.stringify(augmentation);
  return Object.entries(augmentationPresets).find(([, preset]) => JSON.stringify(preset) === wanted)?.[0];
}

export function countChanged(typed: Typed, hasBackbone: boolean): number {
  return fieldsFor(hasBackbone).filter(({ name }) => (typed[name] ?? '').trim() !== '').length;
}
