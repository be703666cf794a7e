// Addresses of pictures the host serves, by the digest of their bytes.

/** At most 256 px on the longest side. */
export const thumbnailUrl = (hash: string) => `/media/thumbnail/${hash}`;

/** One of the latest parts of a project's line; missing where its image is not kept. */
export const partUrl = (projectId: number, partId: number, size: 'thumbnail' | 'image') =>
  `/media/part/${projectId}/${partId}/${size}`;

/** The original, in a format the window can show. */
export const imageUrl = (hash: string) => `/media/image/${hash}`;
