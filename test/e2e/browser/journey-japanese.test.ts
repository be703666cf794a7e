// The way from the first start to a model that judges new parts, in Japanese.
import { afterAll, it } from 'vitest';
import { closeBrowser } from './support/app.ts';
import { journey } from './support/journey.ts';

afterAll(closeBrowser);

it('from the first start to an exported model that judges new parts', () => journey('ja'));
