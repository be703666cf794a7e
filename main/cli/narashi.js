#!/usr/bin/env node
// Starts Narashi's command line, or says which Node.js is needed. Plain JavaScript that old versions of Node.js can read.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Narashi は Node.js 22.18 以降で動きます（現在 ${process.versions.node}）。付属の Node.js 24 を使うには、Narashi のフォルダーで「npm run narashi -- …」または「npx narashi …」と入力してください。`,
  );
  console.error(
    `Narashi needs Node.js 22.18 or newer (this is ${process.versions.node}). In Narashi's folder, "npm run narashi -- …" or "npx narashi …" uses the Node.js 24 that comes with it.`,
  );
  process.exitCode = 1;
} else {
  import('./index.ts')
    .then(({ start }) => start(process.argv.slice(2)))
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
