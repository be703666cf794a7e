// Starts the page: appearance first, then the connection, then the frame with the screen the address names.
// Before any schema is made.
import './no-eval.ts';
import './theme/tokens.css';
import './theme/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './bridge/connect.ts';
import { provide } from './stores/api.ts';
import { connection } from './stores/connection.svelte.ts';
import { report } from './stores/problem.ts';
import { settings } from './stores/settings.svelte.ts';

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app');

const { link, host } = await connect();
provide(link.clients, host);
mount(App, { target });
connection.follow(link);
connection.opened.then(() => settings.follow(link.clients)).catch(report);
// After the first paint: its many rules would hold it up.
void import('./theme/font.css');
