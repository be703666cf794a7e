// Signed packages in memory: a key that is made or not, packages with the figures of a real one.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { MadePackage, packages, SiteKey } from '../../../shared/contract/packages.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';

export interface PackagesState {
  key: SiteKey | null;
  hasSystemProtection: boolean;
  /** The words the key was made with. */
  passphrase: string | undefined;
  made: MadePackage[];
  readonly saved: string[];
  /** Milliseconds of each step of a making. */
  pace: number;
}

export const siteKey: SiteKey = {
  site: '第一工場',
  keyId: '21b00ef8dbbb7aff',
  createdAt: '2026-11-20T02:00:00.000Z',
  protection: 'passphrase',
};

export function packageOf(runId: number, what: Partial<MadePackage> = {}): MadePackage {
  const form = {
    right: { count: 96, total: 100 },
    escaped: { count: 1, total: 40 },
    overkilled: { count: 3, total: 60 },
    parity: { images: 100, disagreements: 0, largestDifference: 6.6e-7 },
  };
  return {
    runId,
    fileName: `旋盤加工品の外観-${runId}.zip`,
    bytes: 21_700_000,
    createdAt: '2026-11-28T03:10:00.000Z',
    site: siteKey.site,
    keyId: siteKey.keyId,
    rule: { okBelow: 0.2, ngFrom: 0.65 },
    current: true,
    samples: 32,
    forms: [
      { ...form, kind: 'main', file: 'model.onnx', latency: { p50: 0.67, p95: 2.11 } },
      { ...form, kind: 'compatible', file: 'model-opset13.onnx', latency: { p50: 0.53, p95: 0.94 } },
      { ...form, kind: 'half', file: 'model-fp16.onnx', latency: null },
    ],
    leftOut: [],
    ...what,
  };
}

export function makePackages(emit: Emit<typeof packages>) {
  const state: PackagesState = {
    key: null,
    hasSystemProtection: false,
    passphrase: undefined,
    made: [],
    saved: [],
    pace: 5,
  };
  const find = (runId: number) => {
    const found = state.made.find((each) => each.runId === runId);
    if (!found) throw new NarashiError('package.not-made', { id: runId });
    return found;
  };
  const download = '00000000-0000-4000-8000-000000000003';

  const service: Implementation<typeof packages> = {
    key: () => ({ key: state.key, hasSystemProtection: state.hasSystemProtection }),
    makeKey: ({ site, passphrase }) => {
      state.passphrase = passphrase;
      state.key = { ...siteKey, site, protection: passphrase === undefined ? 'system' : 'passphrase' };
      emit('changed', { projectId: null });
      return state.key;
    },
    savePublicKey: () => ({ path: 'site.pub.json', download }),
    make: async ({ runId, passphrase }, { signal, progress }) => {
      if (passphrase !== state.passphrase) throw new NarashiError('signing.wrong-passphrase', {});
      for (let done = 0; done <= 300; done += 100) {
        if (signal.aborted) throw new NarashiError('rpc.cancelled', {});
        progress({ done, total: 300 });
        await new Promise((resolve) => setTimeout(resolve, state.pace));
      }
      const made = packageOf(runId);
      state.made = [made, ...state.made.filter((each) => each.runId !== runId)];
      emit('changed', { projectId: 1 });
      return made;
    },
    list: () => state.made,
    save: ({ runId }) => {
      state.saved.push(find(runId).fileName);
      return { path: find(runId).fileName, download };
    },
    certificate: ({ runId }) => ({
      html: `<html><head><style>body{color:#1c2430}</style></head><body><h1>判定一致証明書</h1><p>${find(runId).fileName}</p></body></html>`,
    }),
  };
  return { state, service };
}
