// Sentences about store.
export const storeMessages = {} as const;
