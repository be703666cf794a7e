// The way from the first start to a model that judges new parts, in English: gone only for `npm run screenshots`. The steps
// are those of the Japanese one, and test/ui looks at every screen in both languages.
import { afterAll, it } from 'vitest';
import { closeBrowser } from './support/app.ts';
import { journey } from './support/journey.ts';
import { takesPictures } from './support/looks.ts';

afterAll(closeBrowser);

it.runIf(takesPictures)('from the first start to an exported model that judges new parts', () => journey('en'));
