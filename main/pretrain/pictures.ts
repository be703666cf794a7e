// The formula-drawn pictures of a course in one file of equal records, as the batch stream reads them.
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Course } from './course.ts';

/** Draws all pictures, class after class. `onClass` is called after each class. */
export async function drawPictures(file: string, course: Course, workers: number, onClass: () => void): Promise<void> {
  writeFileSync(file, '');
  const all = Array.from({ length: course.classes }, (_, index) => index);
  const shares = Array.from({ length: workers }, (_, worker) => all.filter((index) => index % workers === worker));
  const { seed, size, picturesPerClass } = course;
  await Promise.all(shares.map((classes) => drawShare({ file, seed, size, picturesPerClass, classes }, onClass)));
}

function drawShare(workerData: object, onClass: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { workerData });
    worker.on('message', onClass);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`drawing ended with ${code}`))));
  });
}

/** The class of each record. */
export function pictureLabels({ classes, picturesPerClass }: Course): Int32Array {
  return Int32Array.from({ length: classes * picturesPerClass }, (_, record) => Math.floor(record / picturesPerClass));
}
