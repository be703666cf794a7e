// Plain pages for those who cannot come in, in both languages: they need no script, style or session.
import { type ErrorCode, messages } from '../../../shared/contract/errors/index.ts';
import { securityHeaders } from '../http/headers.ts';

export type PageCode = Extract<ErrorCode, 'host.link-used' | 'host.link-missing' | 'host.foreign-request'>;

const statuses: Readonly<Record<PageCode, number>> = {
  'host.link-used': 403,
  'host.link-missing': 401,
  'host.foreign-request': 403,
};

export function answerPage(code: PageCode): Response {
  const { ja, en } = messages[code];
  const body = `<!doctype html>
<html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Narashi</title>
<h1>Narashi</h1><p lang="ja">${ja}</p><p lang="en">${en}</p></html>
`;
  const headers = { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(body, { status: statuses[code], headers });
}

export function statusOf(code: PageCode): number {
  return statuses[code];
}
