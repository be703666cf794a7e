// From a decoded picture to the pixels of the network, and from probabilities to a verdict: C++17 alone, no libraries.
// 復号した画像からネットワーク入力の画素を作る部分と、確率から判定を出す部分（C++17のみ、ライブラリ不要）。
//
// The resizing is Pillow's Image.BILINEAR bit for bit. Compile without -ffast-math and with -ffp-contract=off
// (MSVC: /fp:precise, its default), else a weight may be rounded otherwise.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace narashi {

/** RGB bytes in rows from the top. */
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

/** Along the middle axis of [lines, from, step]: a triangle that widens when shrinking, in fixed point of 22 bits. */
inline std::vector<std::uint8_t> resizeAxis(const std::vector<std::uint8_t>& source, int lines, int from, int to,
                                            int step) {
  if (from == to) return source;
  std::vector<std::uint8_t> result(static_cast<std::size_t>(lines) * to * step);
  const double scale = static_cast<double>(from) / to;
  const double support = std::max(scale, 1.0);
  const double narrowing = 1.0 / support;
  for (int i = 0; i < to; i++) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int last = std::min(from, static_cast<int>(centre + support + 0.5));
    std::vector<double> weights;
    double sum = 0;
    for (int j = first; j < last; j++) {
      weights.push_back(std::max(0.0, 1.0 - std::abs((j - centre + 0.5) * narrowing)));
      sum += weights.back();
    }
    std::vector<int> fixed;
    for (const double weight : weights) fixed.push_back(static_cast<int>(0.5 + weight / sum * (1 << 22)));
    for (int line = 0; line < lines; line++) {
      const std::uint8_t* read = &source[(static_cast<std::size_t>(line) * from + first) * step];
      std::uint8_t* write = &result[(static_cast<std::size_t>(line) * to + i) * step];
      for (int c = 0; c < step; c++) {
        int value = 1 << 21;
        for (std::size_t k = 0; k < fixed.size(); k++) value += read[k * step + c] * fixed[k];
        write[c] = static_cast<std::uint8_t>(value >> 22);
      }
    }
  }
  return result;
}

/** Stretches a picture, whatever its aspect ratio: rows first, then columns, each rounded to whole grey levels. */
inline Picture resize(const Picture& picture, int width, int height) {
  const auto wide = resizeAxis(picture.rgb, picture.height, picture.width, width, 3);
  return {width, height, resizeAxis(wide, 1, picture.height, height, width * 3)};
}

/** 16-bit samples to 8: the upper 8 of `deepBits`; 0 (auto): of 12 where no sample exceeds 4095, else of 16. */
inline std::vector<std::uint8_t> toEightBits(const std::vector<std::uint16_t>& samples, int deepBits) {
  if (deepBits == 0) {
    const bool isDeep = std::any_of(samples.begin(), samples.end(), [](auto sample) { return sample > 4095; });
    deepBits = isDeep ? 16 : 12;
  }
  std::vector<std::uint8_t> result;
  result.reserve(samples.size());
  for (const int sample : samples) result.push_back(static_cast<std::uint8_t>(std::min(255, sample >> (deepBits - 8))));
  return result;
}

struct Rule {
  double okBelow = 0;
  double ngFrom = 0;
  /** From this distance to the training images on a person looks; none: not used. */
  std::optional<double> unlikeFrom;
};

/** For runtimes that give probabilities only; model.onnx says the verdict itself. What is not a number is never OK. */
inline std::string decide(double ngScore, std::optional<double> distance, const Rule& rule) {
  if (rule.unlikeFrom && !(distance && *distance < *rule.unlikeFrom)) return "review";
  if (ngScore < rule.okBelow) return "OK";
  return ngScore >= rule.ngFrom ? "NG" : "review";
}

/** SHA-256 (FIPS 180-4) in hexadecimal. */
inline std::string sha256(const std::uint8_t* bytes, std::size_t length) {
  static const std::array<std::uint32_t, 64> constants = [] {
    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    std::array<std::uint32_t, 64> found{};
    for (int count = 0, candidate = 2; count < 64; candidate++) {
      bool isPrime = true;
      for (int divisor = 2; divisor * divisor <= candidate; divisor++) isPrime = isPrime && candidate % divisor != 0;
      const long double root = std::cbrt(static_cast<long double>(candidate));
      if (isPrime) found[count++] = static_cast<std::uint32_t>((root - std::floor(root)) * 4294967296.0L);
    }
    return found;
  }();
  std::array<std::uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const auto turn = [](std::uint32_t value, int by) { return value >> by | value << (32 - by); };
  const std::size_t padded = (length + 9 + 63) / 64 * 64;
  const auto byteAt = [&](std::size_t at) -> std::uint32_t {
    if (at < length) return bytes[at];
    if (at == length) return 0x80;
    return at < padded - 8 ? 0 : static_cast<std::uint64_t>(length) * 8 >> (padded - 1 - at) * 8 & 0xff;
  };
  for (std::size_t block = 0; block < padded; block += 64) {
    std::array<std::uint32_t, 64> w{};
    for (int t = 0; t < 16; t++)
      for (int byte = 0; byte < 4; byte++) w[t] = w[t] << 8 | byteAt(block + t * 4 + byte);
    for (int t = 16; t < 64; t++) {
      const std::uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
      const std::uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (int t = 0; t < 64; t++) {
      const std::uint32_t s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const std::uint32_t first = h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
      const std::uint32_t s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const std::uint32_t second = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
    }
    const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
    for (int at = 0; at < 8; at++) state[at] += added[at];
  }
  std::string text;
  for (const std::uint32_t word : state)
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
  return text;
}

}  // namespace narashi
