// Every kind of job there is. Each loads its code when it starts, so that a child carries only what it needs.
import type { JobKinds } from './job.ts';

export const kinds: JobKinds = {};
