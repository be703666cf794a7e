#!/usr/bin/env node
// Judges images with a Narashi package: the sample client for Node 20 or later.
//
// Narashi のパッケージで画像を判定するサンプル（Node.js）。判定は OK / NG / review（人が確認）。
// エラーのときは必ず review になり、OK にはなりません。
//
//     node narashi-client.mjs PACKAGE image...        one line of JSON per image
//     node narashi-client.mjs PACKAGE --check-golden  proves that this PC judges as the package says
//
// PACKAGE is the ZIP file or the folder it was unpacked to. Option: --key site.pub.json (whose signature it must bear).
// Needs onnxruntime-node and sharp ("npm install" in this folder).
// Exit status: 0 all well, 1 an image could not be judged or a sample differs, 2 the package cannot be used.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

// ONNX Runtime from 1.29 on reports its use to its maker over the network unless it is told not to before it is loaded.
process.env.ORT_DISABLE_TELEMETRY = '1';
const { InferenceSession, Tensor } = await import('onnxruntime-node');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const VERDICTS = ['OK', 'NG', 'review'];

/** Reads members of the package: of a folder as files, of a ZIP by its directory. Nothing in a package is compressed. */
function openMembers(path) {
  if (statSync(path).isDirectory()) {
    return (name) => (existsSync(join(path, name)) ? readFileSync(join(path, name)) : undefined);
  }
  const zip = readFileSync(path);
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error(`${path} is not a package`);
  const members = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error('the package was compressed by another program');
    const [size, nameLength] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    members.set(zip.toString('utf8', at + 46, at + 46 + nameLength), zip.subarray(start, start + size));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return (name) => members.get(name);
}

/** The package, once it is signed and every file is as the manifest says. */
function openPackage(path, keyPath) {
  const find = openMembers(path);
  const member = (name) => {
    const bytes = find(name);
    if (!bytes) throw new Error(`${name} is missing`);
    return bytes;
  };
  const text = member('manifest.json');
  const signature = JSON.parse(member('signature.json'));
  if (keyPath && JSON.parse(readFileSync(keyPath)).publicKey !== signature.publicKey) {
    throw new Error(`the package is signed with another key: ${signature.keyId}`);
  }
  const x = Buffer.from(signature.publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (!verify(null, text, key, Buffer.from(signature.signature, 'base64'))) {
    throw new Error('the signature does not fit manifest.json');
  }
  const manifest = JSON.parse(text);
  if (manifest.schema !== 1) throw new Error('this client knows packages of schema 1 only');
  for (const file of manifest.files) {
    if (sha256(member(file.path)) !== file.sha256) throw new Error(`${file.path} is not as it was signed`);
  }
  return { manifest, member };
}

/** Pillow's BILINEAR along the middle axis of `[lines, from, step]`: a triangle filter in fixed point of 22 bits. */
function resizeAxis(source, lines, from, to, step) {
  if (from === to) return source;
  const result = new Uint8Array(lines * to * step);
  const scale = from / to;
  const support = Math.max(scale, 1);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const last = Math.min(from, Math.trunc(centre + support + 0.5));
    const weights = [];
    for (let j = first; j < last; j++) weights.push(Math.max(0, 1 - Math.abs((j - centre + 0.5) * (1 / support))));
    const sum = weights.reduce((so, weight) => so + weight, 0);
    const fixed = weights.map((weight) => Math.trunc(0.5 + (weight / sum) * 2 ** 22));
    for (let line = 0; line < lines; line++) {
      const [read, write] = [(line * from + first) * step, (line * to + i) * step];
      for (let c = 0; c < step; c++) {
        let value = 1 << 21;
        for (let k = 0; k < fixed.length; k++) value += source[read + k * step + c] * fixed[k];
        result[write + c] = value >> 22;
      }
    }
  }
  return result;
}

/** RGB bytes at another size: rows first, then columns, each rounded to whole grey levels. */
function resize(picture, width, height) {
  const wide = resizeAxis(picture.data, picture.height, picture.width, width, 3);
  return resizeAxis(wide, 1, picture.height, height, width * 3);
}

/** 16-bit samples → 8 bits: the upper 8 of `deepBits`, or told from the brightest sample of the file. */
function toEightBits(samples, deepBits) {
  let bits = deepBits;
  if (deepBits === 'auto') bits = samples.some((sample) => sample > 4095) ? 16 : 12;
  return Uint8Array.from(samples, (sample) => Math.min(255, sample >> (bits - 8)));
}

/** Windows bitmaps, which sharp does not read: 8 bits with a palette, 24 and 32 bits, without compression. */
function decodeBmp(bytes) {
  const [start, header] = [bytes.readUInt32LE(10), bytes.readUInt32LE(14)];
  const [width, signed] = [bytes.readInt32LE(18), bytes.readInt32LE(22)];
  const [bits, compression, height] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30), Math.abs(signed)];
  if (header < 40 || ![8, 24, 32].includes(bits) || compression !== 0)
    throw new Error('this kind of BMP is not supported');
  const [step, row] = [bits / 8, Math.ceil((width * bits) / 32) * 4];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + (signed < 0 ? y : height - 1 - y) * row + x * step;
      const colour = bits === 8 ? 14 + header + bytes.readUInt8(at) * 4 : at;
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = bytes.readUInt8(colour + 2 - c);
    }
  }
  return { width, height, data };
}

/** The bytes of an image file → RGB bytes at the file's own size. */
async function decode(bytes, deepBits) {
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return decodeBmp(bytes);
  const { depth, space } = await sharp(bytes).metadata();
  if (depth !== 'uchar' && depth !== 'ushort') throw new Error(`pictures of the kind ${depth} are not supported`);
  const [deep, grey] = [depth === 'ushort', space === 'b-w' || space === 'grey16'];
  const { data, info } = await sharp(bytes, { failOn: 'error', ignoreIcc: space !== 'cmyk' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace(deep ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb')
    .raw({ depth })
    .toBuffer({ resolveWithObject: true });
  const samples = deep ? toEightBits(new Uint16Array(Uint8Array.from(data).buffer), deepBits) : data;
  if (info.channels === 3) return { width: info.width, height: info.height, data: samples };
  if (info.channels !== 1) throw new Error(`pictures of ${info.channels} channels are not supported`);
  return {
    width: info.width,
    height: info.height,
    data: Uint8Array.from({ length: samples.length * 3 }, (_, at) => samples[Math.trunc(at / 3)]),
  };
}

/** RGB bytes at network size, as `preprocessing.words` says. */
async function prepare(bytes, { width, height, deepBits }) {
  return resize(await decode(bytes, deepBits), width, height);
}

class Judge {
  static async open({ manifest, member }) {
    const model = manifest.models.find(({ kind }) => kind === 'main');
    const session = await InferenceSession.create(new Uint8Array(member(model.path)));
    return Object.assign(new Judge(), { manifest, model, session });
  }

  /** Verdict, NG score, class and probabilities of pixels at network size. The rule is applied inside the model. */
  async judge(pixels) {
    const { classes, preprocessing } = this.manifest;
    const [plane, planes] = [pixels.length / 3, new Float32Array(pixels.length)];
    for (let at = 0; at < plane; at++) for (let c = 0; c < 3; c++) planes[c * plane + at] = pixels[at * 3 + c];
    const image = new Tensor('float32', planes, [1, 3, preprocessing.height, preprocessing.width]);
    const outputs = await this.session.run({ [this.model.input.name]: image });
    const probabilities = Array.from(outputs.probabilities.data);
    const verdict = VERDICTS[Number(outputs.verdict.data[0])];
    if (!verdict || probabilities.length !== classes.length || !probabilities.every(Number.isFinite)) {
      throw new Error('the model gave no usable result');
    }
    const className = classes[probabilities.indexOf(Math.max(...probabilities))].name;
    return { verdict, ngScore: outputs.ng_score.data[0], className, probabilities };
  }
}

/** One line of JSON per file; how many could not be judged. */
async function judgeFiles(judge, files) {
  let failed = 0;
  for (const file of files) {
    try {
      const result = await judge.judge(await prepare(readFileSync(file), judge.manifest.preprocessing));
      console.log(JSON.stringify({ file, ...result }));
    } catch (error) {
      // Whatever it was: not OK, a person looks.
      failed++;
      const nothing = { verdict: 'review', ngScore: null, className: null, probabilities: null };
      console.log(JSON.stringify({ file, ...nothing, error: String(error) }));
    }
  }
  return failed;
}

/** How many of the package's own samples do not come out as the package says. */
async function checkGolden(judge, member) {
  const { samples, tolerance } = JSON.parse(member('golden/expected.json'));
  if (samples.length === 0 || samples.length !== judge.manifest.goldenSamples) throw new Error('samples are missing');
  let [failed, largestDifference] = [0, 0];
  for (const sample of samples) {
    const problems = [];
    try {
      const pixels = await prepare(member(sample.file), judge.manifest.preprocessing);
      if (sha256(pixels) !== sample.pixelsSha256) problems.push('other pixels');
      const { verdict, probabilities } = await judge.judge(pixels);
      const difference = Math.max(...probabilities.map((value, at) => Math.abs(value - sample.probabilities[at])));
      largestDifference = Math.max(largestDifference, difference);
      if (!(difference <= tolerance)) problems.push(`probabilities differ by ${difference.toExponential(1)}`);
      if (verdict !== sample.verdict) problems.push(`${verdict} instead of ${sample.verdict}`);
    } catch (error) {
      problems.push(String(error));
    }
    if (problems.length > 0) {
      failed++;
      console.error(`${sample.file}: ${problems.join('; ')}`);
    }
  }
  console.log(JSON.stringify({ samples: samples.length, reproduced: samples.length - failed, largestDifference }));
  return failed;
}

async function main() {
  const options = { 'check-golden': { type: 'boolean' }, key: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [path, ...images] = positionals;
  if (!path || (images.length === 0 && !values['check-golden'])) {
    throw new Error('usage: node narashi-client.mjs PACKAGE [image...] [--check-golden] [--key site.pub.json]');
  }
  const opened = openPackage(path, values.key);
  const judge = await Judge.open(opened);
  if (values['check-golden'] && (await checkGolden(judge, opened.member)) > 0) return 1;
  return (await judgeFiles(judge, images)) > 0 ? 1 : 0;
}

process.exitCode = await main().catch((error) => {
  console.error(String(error));
  return 2;
});
