// The report for approval (上申書): one A4 page and its annex, from a trial, in either language.
import { z } from 'zod';
import { trialBudgets, trialMethods } from '../domain/trial.ts';
import { method, service } from '../rpc/contract.ts';
import { count, grant, identity, moment, name, problem, sha256, text } from './common.ts';

export const reportFormats = ['pdf', 'html', 'json', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const reportDraft = z.strictObject({
  trialId: identity,
  /** The method proposed, against the trial's baseline. */
  method: z.enum(trialMethods),
  budget: z.enum(trialBudgets),
  language: z.enum(['ja', 'en']),
  title: name,
  /** To whom it is addressed, and by whom it is made. */
  recipient: text.max(200),
  author: text.max(200),
  department: text.max(200),
  /** The author's own words: what is asked for. */
  proposal: text.max(600),
});
export type ReportDraft = z.infer<typeof reportDraft>;

export const report = z.object({
  id: identity,
  projectId: identity.nullable(),
  trialId: identity,
  draft: reportDraft,
  createdAt: moment,
  pages: count.nullable(),
  files: z.array(z.object({ format: z.enum(reportFormats), bytes: count, sha256 })),
});
export type Report = z.infer<typeof report>;

export const reports = service(
  'reports',
  {
    /** The page as it would be, to look at: a whole HTML document without scripts. */
    preview: method(reportDraft, z.object({ html: z.string() })),
    /** Makes all formats and keeps them; `withoutPdf` says why this PC could not print one. */
    create: method(reportDraft, z.object({ report, withoutPdf: problem.nullable() })),
    list: method(z.strictObject({ projectId: identity }), z.array(report)),
    html: method(z.strictObject({ reportId: identity }), z.object({ html: z.string() })),
    /** Saves one format where the user chose, or gives a download where the host cannot ask for a place. */
    save: method(
      z.strictObject({ reportId: identity, format: z.enum(reportFormats), grant: grant.optional() }),
      z.object({ path: z.string(), download: z.string().nullable() }),
    ),
  },
  { changed: z.object({ projectId: identity.nullable() }) },
);
