// How one line is inspected: where images come from, who is told, how long it may take, what is kept. Lies in `line.json`.
import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const milliseconds = z.int().min(1).max(3_600_000);
const secret = z.string().min(16).max(200);

export const lineSettings = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(60),
  /** Time per part on this line. */
  taktMilliseconds: milliseconds.default(1_000),
  /** A part that takes longer is an error, never OK; three takts when absent. */
  timeoutMilliseconds: milliseconds.optional(),
  /** Take only packages into use that bear the name of who approved the model. */
  approvedOnly: z.boolean().default(false),
  threads: z.int().min(1).max(64).default(1),
  folder: z
    .strictObject({
      path: z.string().min(1),
      /** What becomes of a judged image: into a folder of its verdict, left where it is, or removed. */
      afterwards: z.enum(['move', 'keep', 'remove']).default('move'),
      /** A file that did not change for so long is taken for complete. */
      settleMilliseconds: z.int().min(0).max(60_000).default(150),
      subfolders: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: port.default(8_780),
      /** Needed for everything but /health. */
      token: secret,
      maximumMegabytes: z.number().positive().max(1_000).default(50),
    })
    .nullable()
    .default(null),
  /** Which images sent by HTTP are kept, and one of how many others, for people to look at. */
  images: z
    .strictObject({
      keep: z.enum(['all', 'doubtful', 'none']).default('doubtful'),
      sampleOneOf: z.int().min(0).max(1_000_000).default(0),
      days: z.int().min(1).max(3_650).default(90),
    })
    .prefault({}),
  /** What is watched while parts go by, docs/line/drift.md. */
  watch: z
    .strictObject({
      /** Are the images and the verdicts still as they were? Asked after so many parts, not sooner than after so long. */
      drift: z.boolean().default(true),
      everyParts: z.int().min(50).max(100_000).default(200),
      minutes: z.int().min(1).max(1_440).default(15),
      /** The first days of a model on this line show what is usual. */
      usualDays: z.int().min(1).max(60).default(3),
      /** The package in use and its samples are checked daily. */
      samples: z.boolean().default(true),
      /** Less room on the disk is told. */
      freeGigabytes: z.number().nonnegative().max(10_000).default(2),
    })
    .prefault({}),
  csv: z.boolean().default(true),
  webhook: z.strictObject({ url: z.url(), token: z.string().optional() }).nullable().default(null),
  modbus: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: port.default(502),
      unitId: z.int().min(0).max(255).default(1),
      heartbeatMilliseconds: milliseconds.default(500),
      /** The PLC has to change its counter within this time. */
      plcSilenceMilliseconds: milliseconds.optional(),
    })
    .nullable()
    .default(null),
  mqtt: z
    .strictObject({
      url: z.string(),
      topicPrefix: z.string().min(1),
      username: z.string().optional(),
      password: z.string().optional(),
      caFile: z.string().optional(),
      queueLimit: z.int().min(1).max(100_000).default(1_000),
    })
    .nullable()
    .default(null),
});
export type LineSettings = z.output<typeof lineSettings>;

export const timeoutOf = ({ timeoutMilliseconds, taktMilliseconds }: LineSettings): number =>
  timeoutMilliseconds ?? 3 * taktMilliseconds;
