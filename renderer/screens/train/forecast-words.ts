// A forecast in words: no finer than it is known, its range, and what it rests on.
import type { Forecast } from '../../../shared/contract/training.ts';
import { count, measure, yen } from '../../../shared/text/numbers.ts';
import type { SayOf } from '../../../shared/text/voice.ts';
import { roughly } from '../../components/roughly.ts';
import type { trainTexts } from '../../text/train.ts';

export interface ForecastWords {
  readonly time: string;
  /** Null where both ends round to the same. */
  readonly range: string | null;
  readonly energy: string;
  readonly cost: string;
  readonly steps: string;
  readonly basis: string;
}

export function forecastWords(
  { seconds, low, high, kilowattHours, yen: price, steps, epochs, basis }: Forecast,
  say: SayOf<typeof trainTexts>,
  language: 'ja' | 'en',
): ForecastWords {
  const [least, most] = [roughly(low, language), roughly(high, language)];
  return {
    time: say('forecast.about', { time: roughly(seconds, language) }),
    range: least === most ? null : say('forecast.range', { low: least, high: most }),
    energy: say('forecast.kwh', { kwh: measure(kilowattHours) }),
    cost: say('forecast.about', { time: yen(price, language) }),
    steps: say('forecast.steps', { steps: count(steps), epochs: count(epochs) }),
    basis: say(`forecast.basis-${basis}`),
  };
}
