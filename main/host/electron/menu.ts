// The menu, in one language, as a template.
import type { MenuItemConstructorOptions } from 'electron';
import type { WindowVoice } from './text.ts';

export interface MenuActions {
  readonly version: string;
  readonly isMac: boolean;
  readonly showGuide: () => void;
  readonly showAbout: () => void;
}

export function menuTemplate(say: WindowVoice, actions: MenuActions): MenuItemConstructorOptions[] {
  const { version, isMac, showGuide, showAbout } = actions;
  const about: MenuItemConstructorOptions = { label: say('menu.about', { version }), click: showAbout };
  const quit: MenuItemConstructorOptions = { label: say('menu.quit'), role: 'quit' };
  return [
    // macOS calls the first menu by the program's name and expects both there.
    ...(isMac
      ? [{ label: 'Narashi', submenu: [about, { type: 'separator' as const }, quit] }]
      : [{ label: say('menu.file'), submenu: [quit] }]),
    {
      label: say('menu.edit'),
      submenu: [
        { label: say('menu.undo'), role: 'undo' },
        { label: say('menu.redo'), role: 'redo' },
        { type: 'separator' },
        { label: say('menu.cut'), role: 'cut' },
        { label: say('menu.copy'), role: 'copy' },
        { label: say('menu.paste'), role: 'paste' },
        { label: say('menu.select-all'), role: 'selectAll' },
      ],
    },
    {
      label: say('menu.view'),
      submenu: [
        { label: say('menu.reload'), role: 'reload' },
        { type: 'separator' },
        { label: say('menu.larger'), role: 'zoomIn' },
        { label: say('menu.smaller'), role: 'zoomOut' },
        { label: say('menu.actual-size'), role: 'resetZoom' },
        { type: 'separator' },
        { label: say('menu.full-screen'), role: 'togglefullscreen' },
      ],
    },
    {
      label: say('menu.help'),
      submenu: [{ label: say('menu.guide'), accelerator: 'F1', click: showGuide }, ...(isMac ? [] : [about])],
    },
  ];
}
