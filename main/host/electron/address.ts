// The app's own address inside its window. Nothing else is ever shown there.

export const scheme = 'narashi';
export const startPage = `${scheme}://app/`;

/** A page or file of the app. */
export function isOwn(url: string): boolean {
  return url.startsWith(startPage);
}

/** The app's one page, at whatever place in it. */
export function isStartPage(url: string): boolean {
  return /^narashi:\/\/app\/(?:#.*)?$/u.test(url);
}

/** What the window may load at all: never anything over a network. */
export function mayLoad(url: string): boolean {
  return isOwn(url) || /^(?:data|blob|devtools|chrome-extension):/u.test(url);
}
