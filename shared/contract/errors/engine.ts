// Sentences about engine.
export const engineMessages = {} as const;
