// Builds Electron's main process and preload script into dist/electron. Packages stay outside; the sources, which child
// processes run as they are, lie beside it in the program's folder.
import { posix, relative } from 'node:path';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const folder = 'dist/electron';

/** Code that finds a file by its own place finds it from the bundle as well. */
function placesOfSources(): Plugin {
  return {
    name: 'places-of-sources',
    transform(code, id) {
      const path = relative(import.meta.dirname, id).replaceAll('\\', '/');
      if (!path.startsWith('main/') || !code.includes('import.meta.url')) return;
      const place = JSON.stringify(posix.relative(folder, path));
      return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null };
    },
  };
}

function part(name: string, output: { format: 'es' | 'cjs'; entryFileNames: string }): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { external: true, builtins: ['electron', /^node:/] },
    build: {
      target: 'es2024',
      minify: false,
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: `main/host/electron/${name}.ts`,
        output: { ...output, chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

export default defineConfig({
  build: { outDir: folder },
  plugins: [placesOfSources()],
  environments: {
    main: part('main', { format: 'es', entryFileNames: 'main.js' }),
    // In a sandbox only CommonJS can be loaded, and only whole.
    preload: part('preload', { format: 'cjs', entryFileNames: 'preload.cjs' }),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
