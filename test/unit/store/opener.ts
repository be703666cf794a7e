// Child process of concurrency.test.ts: opens the named databases one after the other and leaves its mark in each.
import { openStore } from '../../../main/store/index.ts';

for (const path of process.argv.slice(2)) {
  const store = openStore(path);
  store.datasets.create(`process ${process.pid}`, '/data');
  store.close();
}
