// The table of differentiation rules in operators every execution provider has.
import type { RuleTable } from '../rule.ts';
import { activationRules } from './activation.ts';

export const portableRules: RuleTable = {
  ...activationRules,
};
