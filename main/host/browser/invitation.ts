// A second start asks the app that runs for a fresh link, with the secret that only this user can read.
import { z } from 'zod';
import type { RunningNote } from '../workspace-lock.ts';

export const invitationPath = '/invite';
const invitation = z.object({ link: z.string() });
/** The app answers at once or not at all, milliseconds. */
const patience = 3_000;

/** A new link to the running browser host; undefined where it does not answer as one. */
export async function askForLink({ port, secret }: RunningNote): Promise<string | undefined> {
  if (port === undefined) return undefined;
  const origin = `http://127.0.0.1:${port}`;
  try {
    const answer = await fetch(origin + invitationPath, {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(patience),
    });
    return answer.ok ? invitation.parse(await answer.json()).link : undefined;
  } catch {
    return undefined;
  }
}
