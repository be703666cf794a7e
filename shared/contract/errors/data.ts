// Sentences about data.
export const dataMessages = {} as const;
