// From a decoded picture to the pixels of the network, and from probabilities to a verdict: nothing but .NET itself.
// 復号した画像からネットワーク入力の画素を作る部分と、確率から判定を出す部分（.NET 標準機能のみ）。
// The resizing is Pillow's Image.BILINEAR bit for bit.
using System;
using System.Linq;
using System.Security.Cryptography;

namespace Narashi
{
    /// <summary>RGB bytes in rows from the top.</summary>
    public sealed class Picture
    {
        public Picture(int width, int height, byte[] rgb)
        {
            Width = width;
            Height = height;
            Rgb = rgb;
        }

        public int Width { get; }
        public int Height { get; }
        public byte[] Rgb { get; }
    }

    public static class Pixels
    {
        /// <summary>Stretches a picture: rows first, then columns, each rounded to whole grey levels.</summary>
        public static Picture Resize(Picture picture, int width, int height)
        {
            byte[] wide = ResizeAxis(picture.Rgb, picture.Height, picture.Width, width, 3);
            return new Picture(width, height, ResizeAxis(wide, 1, picture.Height, height, width * 3));
        }

        /// <summary>Along the middle axis of [lines, from, step]: a triangle that widens when shrinking, in fixed point
        /// of 22 bits.</summary>
        private static byte[] ResizeAxis(byte[] source, int lines, int from, int to, int step)
        {
            if (from == to) return source;
            var result = new byte[(long)lines * to * step];
            double scale = (double)from / to;
            double support = Math.Max(scale, 1.0);
            double narrowing = 1.0 / support;
            for (int i = 0; i < to; i++)
            {
                double centre = (i + 0.5) * scale;
                int first = Math.Max(0, (int)(centre - support + 0.5));
                int last = Math.Min(from, (int)(centre + support + 0.5));
                var weights = new double[last - first];
                double sum = 0;
                for (int k = 0; k < weights.Length; k++)
                {
                    weights[k] = Math.Max(0.0, 1.0 - Math.Abs((k + first - centre + 0.5) * narrowing));
                    sum += weights[k];
                }
                int[] whole = weights.Select(weight => (int)(0.5 + weight / sum * (1 << 22))).ToArray();
                for (int line = 0; line < lines; line++)
                {
                    long read = ((long)line * from + first) * step;
                    long write = ((long)line * to + i) * step;
                    for (int c = 0; c < step; c++)
                    {
                        int value = 1 << 21;
                        for (int k = 0; k < whole.Length; k++) value += source[read + k * step + c] * whole[k];
                        result[write + c] = (byte)(value >> 22);
                    }
                }
            }
            return result;
        }

        /// <summary>16-bit samples to 8: the upper 8 of deepBits; 0 (auto): of 12 where no sample of the file exceeds
        /// 4095, else of 16.</summary>
        public static byte[] ToEightBits(ushort[] samples, int deepBits)
        {
            if (deepBits == 0) deepBits = samples.Any(sample => sample > 4095) ? 16 : 12;
            return samples.Select(sample => (byte)Math.Min(255, sample >> (deepBits - 8))).ToArray();
        }

        /// <summary>For runtimes that give probabilities only; model.onnx says the verdict itself. What is not a number
        /// is never OK.</summary>
        /// <param name="distance">To the training images; null: not known.</param>
        /// <param name="unlikeFrom">Of the rule; null: not used.</param>
        public static string Decide(double ngScore, double? distance, double okBelow, double ngFrom, double? unlikeFrom)
        {
            if (unlikeFrom.HasValue && !(distance.HasValue && distance.Value < unlikeFrom.Value)) return "review";
            if (ngScore < okBelow) return "OK";
            return ngScore >= ngFrom ? "NG" : "review";
        }

        public static string Sha256(byte[] bytes)
        {
            using (SHA256 hash = SHA256.Create())
            {
                return BitConverter.ToString(hash.ComputeHash(bytes)).Replace("-", "").ToLowerInvariant();
            }
        }
    }
}
