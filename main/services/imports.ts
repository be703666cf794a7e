// Importing images into a project: looked through first, shown, and written once the user confirms.
import type { imports } from '../../shared/contract/imports.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { AppContext } from './context.ts';
import type { Importing } from './import/importing.ts';

export function createImportsService(context: AppContext, importing: Importing): Implementation<typeof imports> {
  return {
    inspect: ({ projectId, grant }) => importing.inspect(projectId, context.grants.read(grant)),
    get: ({ importId }) => importing.get(importId),
    active: ({ projectId }) => importing.active(projectId),
    confirm: ({ importId, classes }) => importing.confirm(importId, classes),
    cancel: ({ importId }) => importing.cancel(importId),
    dismiss({ importId }) {
      importing.dismiss(importId);
      return {};
    },
  };
}
