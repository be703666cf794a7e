// Makes an element a place where files may be dropped; whoever has no mouse uses the button beside it.
import type { Attachment } from 'svelte/attachments';

export interface FileDrop {
  /** Whether files are held over the element now. */
  readonly onover: (isOver: boolean) => void;
  readonly ondrop: (data: DataTransfer) => void;
}

export function fileDrop({ onover, ondrop }: FileDrop): Attachment<HTMLElement> {
  return (element) => {
    const ended = new AbortController();
    const listen = (kind: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (data: DataTransfer) => void) =>
      element.addEventListener(
        kind,
        (event) => {
          const { dataTransfer } = event;
          if (!dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          act(dataTransfer);
        },
        { signal: ended.signal },
      );
    listen('dragenter', () => onover(true));
    listen('dragover', () => onover(true));
    listen('dragleave', () => onover(false));
    listen('drop', (data) => {
      onover(false);
      ondrop(data);
    });
    return () => ended.abort();
  };
}
