// What the disturbances of a shop-floor sweep are called, on the screen and in the terminal.
import type { Language } from '../contract/errors/narashi-error.ts';
import type { Disturbance } from '../domain/study.ts';

const names: Readonly<Record<Disturbance, Readonly<Record<Language, string>>>> = {
  brighter: { en: 'brighter', ja: '明るい' },
  darker: { en: 'darker', ja: '暗い' },
  contrast: { en: 'less contrast', ja: 'コントラスト低下' },
  gamma: { en: 'gamma', ja: 'ガンマ変化' },
  colourTemperature: { en: 'colour temperature', ja: '色温度' },
  unevenLight: { en: 'uneven light', ja: '照明ムラ' },
  blur: { en: 'blur', ja: 'ピンぼけ' },
  noise: { en: 'sensor noise', ja: 'ノイズ' },
  jpeg: { en: 'JPEG', ja: 'JPEG劣化' },
  shift: { en: 'shift', ja: '位置ずれ' },
  rotation: { en: 'rotation', ja: '回転' },
  scale: { en: 'scale', ja: '大きさの変化' },
  dust: { en: 'dust, occlusion', ja: 'ごみ・隠れ' },
};

export const disturbanceName = (disturbance: Disturbance, language: Language): string => names[disturbance][language];
