// An entry of the log as a sentence: the words of its kind with its data in their places.
import { fill, type Language } from '../../../shared/contract/errors/narashi-error.ts';
import type { Activity } from '../../../shared/contract/history.ts';
import { makeVoice } from '../../../shared/text/voice.ts';
import { failureText } from '../../components/failure-text.ts';
import { methodName } from '../../components/method-name.ts';
import { historyTexts } from '../../text/history.ts';
import { runTexts } from '../../text/runs.ts';

type Key = keyof typeof historyTexts;

export function activitySentence({ kind, runId, data }: Activity, language: Language): string {
  const places = { ...data, ...translated(kind, data, language), run: runId ?? '?' };
  return fill(historyTexts[entryKey(kind, data)][language], places);
}

function entryKey(kind: Activity['kind'], data: Activity['data']): Key {
  if (kind === 'images.labelled' && data.class === '') return 'entry.images.unlabelled';
  if (kind === 'run.noted' && data.note === '') return 'entry.run.note-cleared';
  if (kind === 'images.undone' || kind === 'images.redone') {
    return data.kind === 'remove' ? `entry.${kind}.remove` : `entry.${kind}.label`;
  }
  return `entry.${kind}`;
}

/** Data that is itself a name of ours, in the reader's language. */
function translated(kind: Activity['kind'], data: Activity['data'], language: Language): Partial<Activity['data']> {
  if (kind === 'run.queued') {
    return {
      preset: word(`preset.${data.preset}`, language) ?? String(data.network ?? ''),
      method: methodName(String(data.method ?? ''), makeVoice(runTexts, language)),
    };
  }
  if (kind === 'settings.changed') {
    const value = data.value === '' ? 'empty' : data.value;
    // A name that somebody gave may read like one of our words: only choices are translated.
    const spoken = data.setting === 'operator' && value !== 'empty' ? undefined : word(`value.${value}`, language);
    return {
      setting: word(`setting.${data.setting}`, language) ?? String(data.setting),
      value: spoken ?? String(data.value),
    };
  }
  if (kind === 'study.done') return { study: word(`study.${data.study}`, language) ?? String(data.study) };
  if (kind === 'run.failed' || kind === 'trial.failed') {
    return { message: failureText(String(data.code), String(data.message ?? ''), language) };
  }
  return {};
}

function word(key: string, language: Language): string | undefined {
  const known = Object.entries(historyTexts).find(([name]) => name === key);
  return known?.[1][language];
}
