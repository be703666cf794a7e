// Addresses inside the app: `#/projects/3/images?class=2` ⇄ a route. Unknown addresses lead to the projects.

export const mainScreens = ['projects', 'history', 'settings', 'guide'] as const;
export const projectScreens = ['images', 'quality', 'train', 'results', 'trials', 'export', 'models', 'line'] as const;
export type MainScreen = (typeof mainScreens)[number];
export type ProjectScreen = (typeof projectScreens)[number];
export type ScreenName = MainScreen | ProjectScreen;

export function isMainScreen(screen: ScreenName): screen is MainScreen {
  return mainScreens.some((name) => name === screen);
}

export type Query = Readonly<Record<string, string>>;
export type Route =
  | { readonly screen: MainScreen; readonly projectId: null; readonly query: Query }
  | { readonly screen: ProjectScreen; readonly projectId: number; readonly query: Query };

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [first, id, second = 'images', ...rest] = path.split('/').filter((part) => part !== '');
  const query = Object.fromEntries(new URLSearchParams(search));
  const home: Route = { screen: 'projects', projectId: null, query: {} };
  if (first === 'projects' && id !== undefined) {
    const screen = projectScreens.find((name) => name === second);
    const projectId = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
    return screen && projectId && rest.length === 0 ? { screen, projectId, query } : home;
  }
  const screen = mainScreens.find((name) => name === first);
  return screen && id === undefined ? { screen, projectId: null, query } : home;
}

export function hashOf(route: Route): string {
  const path = route.projectId === null ? route.screen : `projects/${route.projectId}/${route.screen}`;
  const search = new URLSearchParams(route.query).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

export function mainHash(screen: MainScreen, query: Query = {}): string {
  return hashOf({ screen, projectId: null, query });
}

export function projectHash(projectId: number, screen: ProjectScreen, query: Query = {}): string {
  return hashOf({ screen, projectId, query });
}
