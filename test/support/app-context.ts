// The surroundings of the app's services without a host: a real workspace, and the events it would send, kept.
import { join } from 'node:path';
import type { AppContext } from '../../main/services/context.ts';
import { Downloads } from '../../main/services/downloads.ts';
import { Grants } from '../../main/services/grants.ts';
import { openWorkspace } from '../../main/services/workspace.ts';

export interface SentEvent {
  readonly service: string;
  readonly event: string;
  readonly value: unknown;
}

export interface TestContext extends AppContext {
  readonly sent: SentEvent[];
}

export function openContext(folder: string): TestContext {
  const sent: SentEvent[] = [];
  const emitter = (service: string) => (event: string, value: unknown) => void sent.push({ service, event, value });
  return {
    workspace: openWorkspace(join(folder, 'workspace')),
    grants: new Grants(),
    downloads: new Downloads(),
    emit: {
      projects: emitter('projects'),
      imports: emitter('imports'),
      images: emitter('images'),
      training: emitter('training'),
      quality: emitter('quality'),
      trials: emitter('trials'),
      studies: emitter('studies'),
      reports: emitter('reports'),
      results: emitter('results'),
      judging: emitter('judging'),
      registry: emitter('registry'),
      exports: emitter('exports'),
      packages: emitter('packages'),
      backbones: emitter('backbones'),
      line: emitter('line'),
      reviews: emitter('reviews'),
      history: emitter('history'),
      system: emitter('system'),
    },
    sent,
  };
}
