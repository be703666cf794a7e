// The surroundings of services where no window listens: the command line.
import type { AppContext } from './context.ts';
import { Downloads } from './downloads.ts';
import { Grants } from './grants.ts';
import type { Workspace } from './workspace.ts';

export function quietContext(workspace: Workspace): AppContext {
  const nobody = () => undefined;
  return {
    workspace,
    grants: new Grants(),
    downloads: new Downloads(),
    emit: {
      projects: nobody,
      imports: nobody,
      images: nobody,
      training: nobody,
      quality: nobody,
      trials: nobody,
      studies: nobody,
      registry: nobody,
      reports: nobody,
      results: nobody,
      judging: nobody,
      exports: nobody,
      packages: nobody,
      backbones: nobody,
      line: nobody,
      reviews: nobody,
      history: nobody,
      system: nobody,
    },
  };
}
