// Words of the Export screen: the check, the certificate, the file and how to use it.
import type { Texts } from '../../shared/text/voice.ts';

export const exportTexts = {
  'export.title': { en: 'Export', ja: '書き出し' },
  'export.lead': {
    en: 'The file is checked first: it must judge every test image as the training did.',
    ja: '書き出す前に、すべての評価画像で学習時と同じ判定になることを確認します。',
  },
  'empty.title': { en: 'There is no finished training to write out', ja: '書き出せる学習がまだありません' },
  'empty.text': { en: 'Train a model first.', ja: '先に学習を完了してください。' },
  'empty.action': { en: 'Go to Train', ja: '学習の画面へ' },

  'check.starting': { en: 'Checking the file …', ja: 'ファイルを確認しています…' },
  'check.stopped': {
    en: 'The check was stopped. Nothing was written.',
    ja: '確認を中止しました。ファイルは書き出していません。',
  },
  'check.again': { en: 'Check again', ja: 'もう一度確認' },

  'passed.title': { en: 'Judges as in training', ja: '学習時と同じ判定です' },
  'passed.text': {
    en: 'The file that goes to the line was run over all test images and compared with the judgements of training.',
    ja: 'ラインに渡すファイルそのもので全評価画像を判定し、学習時の判定と比べました。',
  },
  'passed.images': { en: 'images compared', ja: '比較した画像' },
  'passed.disagreements': { en: 'disagreements', ja: '判定の不一致' },
  'passed.difference': { en: 'largest difference of a probability', ja: '確率の最大差' },
  'passed.rebuilt': {
    en: 'The model file was missing or altered. It was made again from the training’s checkpoint and checked.',
    ja: 'モデルファイルがない、または変更されていたため、チェックポイントから作り直して確認しました。',
  },
  'failed.title': { en: 'Do not use this model', ja: 'このモデルは使用しないでください' },
  'failed.parity-title': {
    en: 'The file does not judge as the training did',
    ja: 'ファイルの判定が学習時と一致しません',
  },
  'failed.other-title': { en: 'The file could not be checked', ja: 'ファイルを確認できませんでした' },

  'file.title': { en: 'The ONNX file', ja: 'ONNXファイル' },
  'file.name': { en: 'Name', ja: '名前' },
  'file.size': { en: 'Size', ja: '大きさ' },
  'file.sha': { en: 'SHA-256', ja: 'SHA-256' },
  'file.classes': { en: 'Classes, in order of the output', ja: 'クラス（出力の順）' },
  'file.input': { en: 'Input', ja: '入力' },
  'file.input-value': {
    en: '{name}: images of {size} × {size} px',
    ja: '{name}：{size} × {size} 画素の画像',
  },
  'file.output': { en: 'Output', ja: '出力' },
  'file.output-value': { en: '{name}: one probability per class', ja: '{name}：クラスごとの確率' },

  'use.title': { en: 'How to use the ONNX file', ja: 'ONNXファイルの使い方' },
  'use.1': {
    en: 'Put the .onnx file and its .json description into one folder on the line’s PC.',
    ja: '.onnx ファイルと説明の .json ファイルを、ラインのPCの同じフォルダーに置きます。',
  },
  'use.2': {
    en: 'Load it in any software that runs ONNX and feed it images of {size} × {size} px, as the description says.',
    ja: 'ONNXに対応したソフトで読み込み、説明ファイルのとおり {size} × {size} 画素の画像を入力します。',
  },
  'use.3': {
    en: 'Take the class of the highest probability; an image that cannot be read counts as NG.',
    ja: '最も確率の高いクラスを判定とします。読み取れない画像はNGとして扱ってください。',
  },

  'save.action': { en: 'Save the ONNX file only …', ja: 'ONNXファイルだけを保存…' },
  'save.download': { en: 'Download the ONNX file only', ja: 'ONNXファイルだけをダウンロード' },
  'save.done': { en: 'Saved: {path}', ja: '保存しました：{path}' },
  'save.downloaded': { en: 'The download has started: {path}', ja: 'ダウンロードを開始しました：{path}' },
} as const satisfies Texts;
