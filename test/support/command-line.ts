// The command line in this process: what it says, and how it ends.
import { main } from '../../main/cli/index.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** In English, a hundred columns wide. */
export async function narashi(...words: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' };
  const writer = (name: 'out' | 'err') => ({
    write: (text: string) => {
      said[name] += text;
      return true;
    },
    columns: 100,
  });
  const code = await main([...words, '--lang', 'en'], writer('out'), writer('err'));
  return { code, ...said };
}
