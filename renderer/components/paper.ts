// A document with its own style inside the page: a report, a certificate. What is seen is what is printed or signed.
import type { Attachment } from 'svelte/attachments';

/** A tree of its own keeps the document's style from the app's. Scripts of a document parsed so never run. */
export function paper(html: () => string): Attachment<HTMLElement> {
  return (host) => {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    // The app's policy allows no style within a document; a sheet made here is none.
    const document = html();
    const [element = '', style = ''] = /<style>(.*?)<\/style>/su.exec(document) ?? [];
    const page = new DOMParser().parseFromString(document.replace(element, ''), 'text/html');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.replace(/\bbody\s*\{/u, ':host {'));
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(...page.body.childNodes);
  };
}
