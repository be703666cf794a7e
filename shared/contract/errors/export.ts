// Sentences about export.
export const exportMessages = {} as const;
