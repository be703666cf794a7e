// Starts the app, or says which Node.js is needed. Plain JavaScript that old versions of Node.js can read.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Narashi は Node.js 22.18 以降で動きます（現在 ${process.versions.node}）。Narashi のフォルダーで一度「npm ci」を実行してから「npm start」で起動すると、付属の Node.js 24 で動きます。`,
  );
  console.error(
    `Narashi needs Node.js 22.18 or newer (this is ${process.versions.node}). Run "npm ci" once in Narashi's folder, then start it with "npm start": that uses the Node.js 24 that comes with it.`,
  );
  process.exitCode = 1;
} else {
  // Compiling some hundred source files is most of a start: it is kept, in a folder that only this user can write to.
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  const cache = fileURLToPath(new URL('../../node_modules/.cache/narashi', import.meta.url));
  process.getBuiltinModule('node:module').enableCompileCache(cache);
  import('./launch/index.ts')
    .then(({ start }) => start(process.argv.slice(2)))
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
