import type { MenuItemConstructorOptions } from 'electron';

const words = {
  en: { edit: 'Edit', view: 'View', window: 'Window' },
  ru: { edit: 'Правка', view: 'Вид', window: 'Окно' },
} as const;

/** The least that people expect of a menu: editing, zoom, full screen. Developer tools only where `isPackaged` is false. */
export function appMenu(options: {
  readonly locale: string;
  readonly isMac: boolean;
  readonly isPackaged: boolean;
}): MenuItemConstructorOptions[] {
  const { edit, view, window } = words[options.locale.toLowerCase().startsWith('ru') ? 'ru' : 'en'];
  const separator = { type: 'separator' } as const;
  const developer: MenuItemConstructorOptions[] = options.isPackaged
    ? []
    : [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return [
    ...(options.isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    {
      label: window,
      submenu: [{ role: 'minimize' }, options.isMac ? { role: 'close' } : { role: 'quit' }],
    },
  ];
}
