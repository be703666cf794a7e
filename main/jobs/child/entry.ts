// Where a child process starts.
import { kinds } from './kinds.ts';
import { serve } from './serve.ts';

serve(kinds);
