// Language, theme and operator: the part of the system service that the store keeps.
import { appSettings, type system } from '../../shared/contract/system.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';

export function createSettings(context: AppContext): Pick<Implementation<typeof system>, 'settings' | 'change'> {
  const { store } = context.workspace;
  return {
    settings: () => store.settings.app(),
    change: (wanted) => {
      const settings = logged(context, (log) => {
        const before = store.settings.app();
        const after = store.settings.changeApp(wanted);
        for (const setting of appSettings.keyof().options) {
          if (after[setting] !== before[setting])
            log({ kind: 'settings.changed', data: { setting, value: after[setting] } });
        }
        return after;
      });
      context.emit.system('settings', settings);
      return settings;
    },
  };
}
