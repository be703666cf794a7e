// Addresses of pictures the host serves, by the digest of their bytes.

/** At most 256 px on the longest side. */
export const thumbnailUrl = (hash: string) => `/media/thumbnail/${hash}`;

/** The original, in a format the window can show. */
export const imageUrl = (hash: string) => `/media/image/${hash}`;
