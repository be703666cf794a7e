// Is a request from a window of ours on this PC? Decided from its headers alone, before anything is done.

export interface RequestHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly 'sec-fetch-site': string | undefined;
  readonly 'sec-fetch-mode': string | undefined;
}

export interface RequestShape {
  readonly method: string;
  readonly isUpgrade: boolean;
  readonly headers: RequestHeaders;
}

/** False for a foreign Host (DNS rebinding), a foreign Origin, and anything another site makes the browser fetch. */
export function isOurs({ method, isUpgrade, headers }: RequestShape, port: number): boolean {
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return false;
  const changes = isUpgrade || (method !== 'GET' && method !== 'HEAD');
  if (origin === undefined ? changes : origin !== `http://${host}`) return false;
  // Absent from old browsers, and from programs that are none. A link followed from elsewhere only opens the page.
  const site = headers['sec-fetch-site'];
  const isNavigation = !changes && headers['sec-fetch-mode'] === 'navigate';
  return site === undefined || site === 'same-origin' || site === 'none' || isNavigation;
}
