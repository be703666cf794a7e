// Which component shows which screen; each is fetched when it is first opened.
import type { Component } from 'svelte';
import type { Project } from '../shared/contract/projects.ts';
import type { MainScreen, ProjectScreen } from './router/routes.ts';

type Fetched<Props extends Record<string, unknown>> = () => Promise<{ default: Component<Props> }>;

export const mainScreenComponents: Readonly<Record<MainScreen, Fetched<Record<string, never>>>> = {
  projects: () => import('./screens/projects/Projects.svelte'),
  history: () => import('./screens/history/History.svelte'),
  settings: () => import('./screens/settings/Settings.svelte'),
  guide: () => import('./screens/guide/Guide.svelte'),
};

export const projectScreenComponents: Readonly<Record<ProjectScreen, Fetched<{ project: Project }>>> = {
  images: () => import('./screens/images/Images.svelte'),
  quality: () => import('./screens/quality/Quality.svelte'),
  train: () => import('./screens/train/Train.svelte'),
  results: () => import('./screens/results/Results.svelte'),
  trials: () => import('./screens/trials/Trials.svelte'),
  export: () => import('./screens/export/Export.svelte'),
  models: () => import('./screens/models/Models.svelte'),
  line: () => import('./screens/line/Line.svelte'),
};
