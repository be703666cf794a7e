// Everybody the settings of a line name who is told behind the verdict, and who cannot be told at present.
import { join } from 'node:path';
import type { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type Told, toTold } from '../../../shared/contract/problem.ts';
import type { LineSettings } from '../../../shared/domain/line-settings.ts';
import type { LineStore } from '../../store/index.ts';
import { openCsv } from './csv.ts';
import { type Follower, Following } from './follower.ts';
import { openAlarmWebhook, openWebhook } from './webhook.ts';

export interface FollowingsOptions {
  /** Of the line. */
  readonly folder: string;
  readonly settings: Pick<LineSettings, 'name' | 'csv' | 'webhook'>;
  readonly store: LineStore;
  readonly log: (line: string) => void;
}

type AnyFollowing = Pick<Following, 'name' | 'failure' | 'wake' | 'stop'>;

export async function openFollowings({ folder, settings, store, log }: FollowingsOptions): Promise<AnyFollowing[]> {
  const { name: line, csv, webhook } = settings;
  const ofParts = (follower: Follower<ReturnType<typeof store.parts.since>[number]>) => {
    const since = (after: number, limit: number) => store.parts.since(after, limit);
    return new Following({ store, cursor: follower.name, since, follower, log });
  };
  const followings: AnyFollowing[] = [];
  if (csv) followings.push(ofParts(await openCsv(join(folder, 'results'))));
  if (webhook) {
    const since = (after: number, limit: number) => store.checks.alarms.since(after, limit);
    const follower = openAlarmWebhook({ ...webhook, line });
    followings.push(ofParts(openWebhook({ ...webhook, line })));
    followings.push(new Following({ store, cursor: 'webhook alarms', since, follower, log }));
  }
  return followings;
}

interface Receiver {
  readonly name: string;
  readonly failure: NarashiError | null;
}

/** Each once, with why. */
export function untoldOf(receivers: readonly Receiver[]): { readonly name: string; readonly reason: Told }[] {
  const found = new Map<string, Told>();
  for (const { name, failure } of receivers) {
    if (failure && !found.has(name)) found.set(name, toTold(failure));
  }
  return Array.from(found, ([name, reason]) => ({ name, reason }));
}
