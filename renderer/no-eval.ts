// Schemas are checked without compiled code: the page's policy refuses `eval`, and even the question whether it may be used.
import { z } from 'zod';

z.config({ jitless: true });
