// Keeps toasts above an element at the lower edge of the window, so that neither hides the other.
import type { Attachment } from 'svelte/attachments';

export const belowToasts: Attachment<HTMLElement> = (element) => {
  const root = document.documentElement.style;
  const measure = () => {
    root.setProperty('--below-toasts', `${Math.max(0, innerHeight - element.getBoundingClientRect().top)}px`);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  window.addEventListener('resize', measure);
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', measure);
    root.removeProperty('--below-toasts');
  };
};
