// A small label beside an element while the pointer or the focus is on it. What it says is also in the element's name.
import type { Attachment } from 'svelte/attachments';

const patience = 350;

export function hint(text: () => string): Attachment<HTMLElement> {
  return (element) => {
    let label: HTMLElement | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      label?.remove();
      label = undefined;
    };
    const show = () => {
      hide();
      if (text() === '') return;
      label = document.createElement('div');
      label.className = 'hint';
      label.ariaHidden = 'true';
      label.popover = 'manual';
      label.textContent = text();
      (element.closest('dialog') ?? document.body).append(label);
      label.showPopover();
      place(label, element.getBoundingClientRect());
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(show, patience);
    };
    const focused = () => element.matches(':focus-visible') && later();
    element.addEventListener('pointerenter', later);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('pointerdown', hide);
    element.addEventListener('focus', focused);
    element.addEventListener('blur', hide);
    return () => {
      hide();
      element.removeEventListener('pointerenter', later);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focus', focused);
      element.removeEventListener('blur', hide);
    };
  };
}

/** Below the element, or above where there is no room; never outside the window. */
function place(label: HTMLElement, around: DOMRect): void {
  const gap = 6;
  const { width, height } = label.getBoundingClientRect();
  const below = around.bottom + gap + height <= innerHeight;
  const left = Math.min(Math.max(gap, around.left + (around.width - width) / 2), innerWidth - width - gap);
  label.style.left = `${left}px`;
  label.style.top = `${below ? around.bottom + gap : around.top - gap - height}px`;
}
