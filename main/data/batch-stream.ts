// Batches made ahead of the trainer by worker threads, in a fixed order, in a small ring of reused buffers.
import { Worker } from 'node:worker_threads';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { imageBytes } from '../../shared/domain/images.ts';
import type { FillRequest, WorkerReply, WorkerSetup } from './batch-messages.ts';
import { reasonOf } from './disk-error.ts';

export interface Batch {
  readonly epoch: number;
  readonly step: number;
  /** `[N, 3, H, W]`, normalised. Valid until `release`. */
  readonly images: Float32Array<ArrayBuffer>;
  /** Class numbers, `[N]`. */
  readonly labels: Int32Array;
  /** Positions in the arrays the stream was opened with, `[N]`. */
  readonly indices: Int32Array;
  /** Images that count; the rest of an evaluation batch is padding. */
  readonly count: number;
  /** Gives the buffer back to the ring. `for await` does it when the next batch is asked for. */
  release(): void;
}

/** One batch to make. */
export interface BatchPlan {
  readonly epoch: number;
  readonly step: number;
  readonly indices: Int32Array;
  readonly repeats: Int32Array;
  readonly count: number;
}

export interface StreamSource extends WorkerSetup {
  readonly records: Int32Array;
  readonly labels: Int32Array;
  readonly batchSize: number;
  /** Buffers made ahead and held by the consumer together; at least 2. */
  readonly ring?: number;
  readonly workers?: number;
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './batch-worker.ts' : './batch-worker.js',
  import.meta.url,
);

export class BatchStream implements AsyncIterable<Batch> {
  private readonly source: StreamSource;
  private readonly plans: Iterator<BatchPlan>;
  private readonly workers: Worker[] = [];
  private readonly free: Float32Array<ArrayBuffer>[] = [];
  private readonly planned = new Map<number, BatchPlan>();
  private readonly ready = new Map<number, Batch>();
  private nextTicket = 0;
  private nextWanted = 0;
  private exhausted = false;
  private stopped = false;
  private failure: NarashiError | undefined;
  private waiting: { resolve: (batch: Batch | undefined) => void; reject: (error: NarashiError) => void } | undefined;

  constructor(source: StreamSource, plans: Iterable<BatchPlan>) {
    this.source = source;
    this.plans = plans[Symbol.iterator]();
    const length = source.batchSize * imageBytes(source.preprocessing);
    for (let i = 0; i < Math.max(2, source.ring ?? 3); i++) this.free.push(new Float32Array(length));
    const { pixelFile, preprocessing, augmentation, seed } = source;
    const workerData: WorkerSetup = { pixelFile, preprocessing, augmentation, seed };
    for (let i = 0; i < Math.max(1, source.workers ?? 1); i++) {
      const worker = new Worker(workerFile, { workerData, execArgv: [], name: 'narashi batches' });
      worker.on('message', (reply: WorkerReply) => this.receive(reply));
      worker.on('error', (error) => this.fail(reasonOf(error)));
      worker.on('exit', (code) => this.fail(`the batch worker ended with code ${code}`));
      worker.unref();
      this.workers.push(worker);
    }
    this.request();
  }

  /** The next batch, or undefined after the last. One call at a time. @throws NarashiError `data.stream-failed` */
  async next(): Promise<Batch | undefined> {
    if (this.failure) throw this.failure;
    if (this.waiting) throw new Error('next() was called twice at once');
    const batch = this.take();
    if (batch !== undefined || this.stopped || (this.exhausted && this.nextWanted === this.nextTicket)) return batch;
    if (this.planned.size === 0) throw new Error('every batch of the ring is held; release one first');
    // Only a consumer that waits keeps the process alive.
    for (const worker of this.workers) worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.waiting = { resolve, reject };
      });
    } finally {
      this.waiting = undefined;
      for (const worker of this.workers) worker.unref();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch> {
    try {
      for (let batch = await this.next(); batch !== undefined; batch = await this.next()) {
        yield batch;
        batch.release();
      }
    } finally {
      await this.stop();
    }
  }

  /** Ends the workers; a waiting `next` gets undefined. Safe to call twice. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting?.resolve(undefined);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private take(): Batch | undefined {
    const batch = this.ready.get(this.nextWanted);
    if (batch !== undefined) this.ready.delete(this.nextWanted++);
    return batch;
  }

  /** Sends free buffers to be filled, as far as the plans go. */
  private request(): void {
    while (!this.exhausted && !this.stopped && this.free.length > 0) {
      const { value: plan, done } = this.plans.next();
      if (done) {
        this.exhausted = true;
        return;
      }
      const images = this.free.pop();
      if (images === undefined) return;
      const ticket = this.nextTicket++;
      this.planned.set(ticket, plan);
      const { epoch, indices, repeats } = plan;
      const records = indices.map((index) => this.source.records[index] ?? -1);
      const request: FillRequest = { ticket, epoch, images, records, indices, repeats };
      this.workers[ticket % this.workers.length]?.postMessage(request, [images.buffer]);
    }
  }

  private receive(reply: WorkerReply): void {
    if ('failed' in reply) {
      this.fail(reply.failed);
      return;
    }
    const plan = this.planned.get(reply.ticket);
    if (plan === undefined || this.stopped) return;
    this.planned.delete(reply.ticket);
    const { epoch, step, indices, count } = plan;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      // A consumer may have moved the buffer elsewhere; then a new one takes its place.
      this.free.push(reply.images.length > 0 ? reply.images : new Float32Array(this.bufferLength()));
      this.request();
    };
    const labels = indices.map((index) => this.source.labels[index] ?? 0);
    this.ready.set(reply.ticket, { epoch, step, images: reply.images, labels, indices, count, release });
    const batch = this.waiting ? this.take() : undefined;
    if (batch !== undefined) this.waiting?.resolve(batch);
  }

  private bufferLength(): number {
    return this.source.batchSize * imageBytes(this.source.preprocessing);
  }

  private fail(reason: string): void {
    if (this.stopped || this.failure) return;
    this.failure = new NarashiError('data.stream-failed', { reason });
    this.waiting?.reject(this.failure);
    for (const worker of this.workers) void worker.terminate();
  }
}
