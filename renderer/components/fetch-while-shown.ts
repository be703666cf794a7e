// A picture that has left the screen is not waited for any more, and tells nobody that it has come.
import type { Attachment } from 'svelte/attachments';

const unheard = (event: Event) => event.stopImmediatePropagation();

export const fetchWhileShown: Attachment<HTMLImageElement> = (picture) => () => {
  // Empty, not taken away: Chromium never lets go of an image that loses its `src` outside the page.
  picture.addEventListener('error', unheard, { capture: true });
  picture.src = '';
};
