// What a self-test gives back.
import type { z } from 'zod';
import { selfTest } from '../../shared/contract/system.ts';

export const selfTestResult = selfTest.omit({ device: true });
export type SelfTestResult = z.infer<typeof selfTestResult>;
