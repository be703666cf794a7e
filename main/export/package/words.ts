// How a package tells people what to do with an image, in both languages.
import type { Preprocessing } from '../../../shared/domain/images.ts';

export function preprocessingWords({ width, height, deepBits }: Preprocessing): { en: string; ja: string } {
  const bits = deepBits === 'auto' ? null : deepBits;
  return {
    en: [
      'Decode the file; turn it as its EXIF orientation says; lay transparent parts on white; repeat grey as R = G = B.',
      bits === null
        ? 'Of 16-bit files take the upper 8 of 12 bits where no sample exceeds 4095, else the upper 8 of 16.'
        : `Of 16-bit files take the upper 8 of ${bits} bits.`,
      `Stretch to ${width} × ${height} pixels, whatever the aspect ratio, with Pillow's Image.resize((${width}, ${height}), Image.BILINEAR): a triangle filter that averages when shrinking. OpenCV's INTER_LINEAR does not average and gives other pixels.`,
      'Hand over RGB values 0 to 255, channels first, as float32. Subtracting means and dividing happens inside the model.',
    ].join(' '),
    ja: [
      'ファイルを復号し、EXIFの向きに従って回転し、透明部分は白地に重ね、モノクロはR=G=Bとして扱う。',
      bits === null
        ? '16ビット画像は、全画素が4095以下なら12ビット中の上位8ビット、そうでなければ16ビット中の上位8ビットを使う。'
        : `16ビット画像は${bits}ビット中の上位8ビットを使う。`,
      `縦横比にかかわらず ${width}×${height} 画素に変形する。Pillowの Image.resize((${width}, ${height}), Image.BILINEAR) と同じ（縮小時に平均をとる三角フィルター）。OpenCVのINTER_LINEARは平均をとらないため画素が変わる。`,
      'RGBの値0〜255を、チャンネルを先にしたfloat32で渡す。平均・標準偏差による正規化はモデルの中で行う。',
    ].join(''),
  };
}
