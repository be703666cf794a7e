// Work done ahead of its consumer, a bounded number at a time, with results in the order of the input.

export async function* ahead<Input, Output>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  limit: number,
  work: (input: Input) => Promise<Output>,
): AsyncGenerator<Output> {
  const started: Promise<Output>[] = [];
  try {
    for await (const input of inputs) {
      const promise = work(input);
      // A failure is thrown when its turn comes; until then it must not count as unhandled.
      promise.catch(() => undefined);
      started.push(promise);
      const first = started.length >= limit ? started.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (let next = started.shift(); next !== undefined; next = started.shift()) yield await next;
  } finally {
    await Promise.allSettled(started);
  }
}
