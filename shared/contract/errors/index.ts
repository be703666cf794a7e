// Public face of the error contract.
export { type ErrorCode, type ErrorData, messages } from './messages.ts';
export { describe, fits, type Language, NarashiError } from './narashi-error.ts';
