// Sentences about train.
export const trainMessages = {} as const;
