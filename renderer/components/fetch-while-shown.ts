// A picture that has left the screen is not waited for any more, and tells nobody that it has come.
import type { Attachment } from 'svelte/attachments';

export const fetchWhileShown: Attachment<HTMLImageElement> = (picture) => () => picture.removeAttribute('src');
