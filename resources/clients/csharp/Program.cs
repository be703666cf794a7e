// Judges images with a Narashi package: the sample client for .NET 8 with ONNX Runtime and OpenCV's decoders.
//
// Narashi のパッケージで画像を判定するサンプル（C#）。判定は OK / NG / review（人が確認）。
// エラーのときは必ず review になり、OK にはなりません。
//
//     dotnet run -- PACKAGE image...        one line of JSON per image
//     dotnet run -- PACKAGE --check-golden  proves that this PC judges as the package says
//
// PACKAGE is the ZIP file or the folder it was unpacked to. Every file is checked against the manifest; the manifest's
// signature is not: run "narashi verify PACKAGE --key site.pub.json" where a package arrives.
// Exit status: 0 all well, 1 an image could not be judged or a sample differs, 2 the package cannot be used.
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OpenCvSharp;

namespace Narashi
{
    /// <summary>The files of a package, each as the manifest says.</summary>
    public sealed class Package
    {
        private readonly Dictionary<string, byte[]> members = new Dictionary<string, byte[]>();

        public Package(string path)
        {
            if (Directory.Exists(path))
            {
                foreach (string place in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
                {
                    string name = place.Substring(path.Length).TrimStart('/', '\\').Replace('\\', '/');
                    members[name] = File.ReadAllBytes(place);
                }
            }
            else
            {
                using (ZipArchive zip = ZipFile.OpenRead(path))
                {
                    foreach (ZipArchiveEntry entry in zip.Entries)
                    {
                        using (Stream stream = entry.Open())
                        using (var bytes = new MemoryStream())
                        {
                            stream.CopyTo(bytes);
                            members[entry.FullName] = bytes.ToArray();
                        }
                    }
                }
            }
            Manifest = JsonNode.Parse(Member("manifest.json"));
            if ((int)Manifest["schema"] != 1) throw new InvalidDataException("this client knows schema 1 only");
            foreach (JsonNode file in Manifest["files"].AsArray())
            {
                string name = (string)file["path"];
                if (Pixels.Sha256(Member(name)) != (string)file["sha256"])
                {
                    throw new InvalidDataException(name + " is not as it was signed");
                }
            }
        }

        public JsonNode Manifest { get; }

        public byte[] Member(string name)
        {
            if (!members.TryGetValue(name, out byte[] bytes)) throw new InvalidDataException(name + " is missing");
            return bytes;
        }
    }

    public static class ImageFiles
    {
        /// <summary>RGB at network size, as preprocessing.words says.</summary>
        public static Picture Prepare(byte[] file, JsonNode preprocessing)
        {
            JsonNode deepBits = preprocessing["deepBits"];
            int bits = deepBits.ToJsonString() == "\"auto\"" ? 0 : (int)deepBits;
            return Pixels.Resize(Decode(file, bits), (int)preprocessing["width"], (int)preprocessing["height"]);
        }

        /// <summary>RGB at the file's own size: turned by EXIF, transparent parts on white.</summary>
        private static Picture Decode(byte[] file, int deepBits)
        {
            int components = JpegComponents(file);
            if (components == 4) throw NotSupported("CMYK pictures");
            using (Mat picture = Cv2.ImDecode(file, ImreadModes.Color | ImreadModes.AnyDepth))
            {
                if (picture.Empty()) throw new InvalidDataException("the picture cannot be decoded");
                int count = picture.Rows * picture.Cols * 3;
                bool isDeep = picture.Depth() == MatType.CV_16U;
                if (!isDeep && picture.Depth() != MatType.CV_8U) throw NotSupported("pictures of this depth");
                byte[] bytes = BytesOf(picture, isDeep ? count * 2 : count);
                byte[] samples = bytes;
                if (isDeep)
                {
                    var deep = new ushort[count];
                    Buffer.BlockCopy(bytes, 0, deep, 0, bytes.Length);
                    samples = Pixels.ToEightBits(deep, deepBits);
                }
                // BMP: what looks like alpha is none.
                if (components == 0 && !(file[0] == 'B' && file[1] == 'M')) LayOnWhite(file, picture, samples);
                for (int at = 0; at < count; at += 3)
                {
                    byte blue = samples[at];
                    samples[at] = samples[at + 2];
                    samples[at + 2] = blue;
                }
                return new Picture(picture.Cols, picture.Rows, samples);
            }
        }

        private static Exception NotSupported(string what)
        {
            return new NotSupportedException(what + " are not supported here");
        }

        private static byte[] BytesOf(Mat picture, int length)
        {
            if (!picture.IsContinuous()) throw new InvalidDataException("the picture is not in one piece");
            var bytes = new byte[length];
            Marshal.Copy(picture.Data, bytes, 0, length);
            return bytes;
        }

        /// <summary>Read unchanged a picture keeps its alpha, but is not turned: both at once are refused.</summary>
        private static void LayOnWhite(byte[] file, Mat picture, byte[] samples)
        {
            using (Mat whole = Cv2.ImDecode(file, ImreadModes.Unchanged))
            {
                if (whole.Empty() || whole.Channels() != 4) return;
                bool isSameSize = whole.Rows == picture.Rows && whole.Cols == picture.Cols;
                if (whole.Depth() != MatType.CV_8U) throw NotSupported("16-bit pictures with alpha");
                if (!isSameSize) throw NotSupported("turned pictures with alpha");
                byte[] bytes = BytesOf(whole, samples.Length / 3 * 4);
                for (int pixel = 0; pixel < samples.Length / 3; pixel++)
                {
                    int alpha = bytes[pixel * 4 + 3];
                    for (int c = 0; c < 3; c++)
                    {
                        int value = bytes[pixel * 4 + c];
                        if (samples[pixel * 3 + c] != value) throw NotSupported("turned pictures with alpha");
                        samples[pixel * 3 + c] = (byte)((value * alpha + 255 * (255 - alpha)) / 255);
                    }
                }
            }
        }

        /// <summary>Colour components of a JPEG; 0 where it is none. Four mean CMYK, which OpenCV turns to RGB without
        /// its profile.</summary>
        private static int JpegComponents(byte[] file)
        {
            if (file.Length < 4 || file[0] != 0xff || file[1] != 0xd8) return 0;
            int at = 2;
            while (at + 9 < file.Length && file[at] == 0xff)
            {
                if (file[at + 1] >= 0xc0 && file[at + 1] <= 0xc2) return file[at + 9];
                at += 2 + (file[at + 2] << 8 | file[at + 3]);
            }
            return 3;
        }
    }

    public sealed class Result
    {
        public string Verdict;
        public double NgScore;
        public string ClassName;
        public double[] Probabilities;
    }

    public sealed class Judge : IDisposable
    {
        private static readonly string[] Verdicts = { "OK", "NG", "review" };
        private readonly JsonArray classes;
        private readonly string input;
        private readonly InferenceSession session;

        public Judge(Package package)
        {
            classes = package.Manifest["classes"].AsArray();
            JsonNode model = package.Manifest["models"].AsArray().First(each => (string)each["kind"] == "main");
            input = (string)model["input"]["name"];
            // ONNX Runtime from 1.29 on reports its use to its maker over the network; on Linux also set
            // ORT_DISABLE_TELEMETRY=1 where this program is started, since .NET cannot set it for native libraries.
            OrtEnv.Instance().DisableTelemetryEvents();
            session = new InferenceSession(package.Member((string)model["path"]));
        }

        /// <summary>Of pixels at network size. The rule is applied inside the model.</summary>
        public Result Run(Picture pixels)
        {
            int plane = pixels.Width * pixels.Height;
            var image = new DenseTensor<float>(new[] { 1, 3, pixels.Height, pixels.Width });
            for (int at = 0; at < plane * 3; at++) image.SetValue(at % 3 * plane + at / 3, pixels.Rgb[at]);
            using (var outputs = session.Run(new[] { NamedOnnxValue.CreateFromTensor(input, image) }))
            {
                float[] row = outputs.First(each => each.Name == "probabilities").AsEnumerable<float>().ToArray();
                float score = outputs.First(each => each.Name == "ng_score").AsEnumerable<float>().First();
                long code = outputs.First(each => each.Name == "verdict").AsEnumerable<long>().First();
                bool isUsable = row.All(value => !float.IsNaN(value) && !float.IsInfinity(value));
                if (!isUsable || row.Length != classes.Count || code < 0 || code > 2)
                {
                    throw new InvalidDataException("the model gave no usable result");
                }
                return new Result
                {
                    Verdict = Verdicts[code],
                    NgScore = score,
                    ClassName = (string)classes[Array.IndexOf(row, row.Max())]["name"],
                    Probabilities = row.Select(value => (double)value).ToArray(),
                };
            }
        }

        public void Dispose()
        {
            session.Dispose();
        }
    }

    public static class Program
    {
        private static readonly JsonSerializerOptions Plain =
            new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public static int Main(string[] arguments)
        {
            Console.OutputEncoding = new UTF8Encoding(false);
            bool golden = arguments.Contains("--check-golden");
            string[] paths = arguments.Where(argument => argument != "--check-golden").ToArray();
            if (paths.Length == 0 || paths.Any(path => path.StartsWith("--")) || (paths.Length == 1 && !golden))
            {
                Console.Error.WriteLine("usage: NarashiClient PACKAGE [image...] [--check-golden]");
                return 2;
            }
            try
            {
                var package = new Package(paths[0]);
                using (var judge = new Judge(package))
                {
                    if (golden && !CheckGolden(package, judge)) return 1;
                    int failed = paths.Skip(1).Count(path => !JudgeFile(package, judge, path));
                    return failed == 0 ? 0 : 1;
                }
            }
            catch (Exception error)
            {
                Console.Error.WriteLine("error: " + error.Message);
                return 2;
            }
        }

        /// <summary>One line of JSON; false where the image could not be judged.</summary>
        private static bool JudgeFile(Package package, Judge judge, string path)
        {
            Result result = null;
            string problem = null;
            try
            {
                result = judge.Run(ImageFiles.Prepare(File.ReadAllBytes(path), package.Manifest["preprocessing"]));
            }
            catch (Exception error)
            {
                problem = error.Message;
            }
            var line = new Dictionary<string, object>
            {
                ["file"] = path,
                // Whatever went wrong: not OK, a person looks.
                ["verdict"] = result == null ? "review" : result.Verdict,
                ["ngScore"] = result == null ? (object)null : result.NgScore,
                ["className"] = result == null ? null : result.ClassName,
                ["probabilities"] = result == null ? null : result.Probabilities,
            };
            if (problem != null) line["error"] = problem;
            Console.WriteLine(JsonSerializer.Serialize(line, Plain));
            return problem == null;
        }

        /// <summary>Whether each of the package's own samples comes out as the package says.</summary>
        private static bool CheckGolden(Package package, Judge judge)
        {
            JsonNode expected = JsonNode.Parse(package.Member("golden/expected.json"));
            JsonArray samples = expected["samples"].AsArray();
            if (samples.Count == 0 || samples.Count != (int)package.Manifest["goldenSamples"])
            {
                throw new InvalidDataException("samples are missing");
            }
            int reproduced = 0;
            double largest = 0;
            foreach (JsonNode sample in samples)
            {
                var problems = new List<string>();
                try
                {
                    byte[] file = package.Member((string)sample["file"]);
                    Picture pixels = ImageFiles.Prepare(file, package.Manifest["preprocessing"]);
                    if (Pixels.Sha256(pixels.Rgb) != (string)sample["pixelsSha256"]) problems.Add("other pixels");
                    Result found = judge.Run(pixels);
                    double difference = found.Probabilities
                        .Select((value, at) => Math.Abs(value - (double)sample["probabilities"][at])).Max();
                    largest = Math.Max(largest, difference);
                    bool isClose = difference <= (double)expected["tolerance"];
                    if (!isClose) problems.Add("probabilities differ by " + difference);
                    if (found.Verdict != (string)sample["verdict"]) problems.Add("another verdict, " + found.Verdict);
                }
                catch (Exception error)
                {
                    problems.Add(error.Message);
                }
                if (problems.Count == 0) reproduced++;
                else Console.Error.WriteLine(sample["file"] + ": " + string.Join("; ", problems));
            }
            var line = new Dictionary<string, object>
            {
                ["samples"] = samples.Count,
                ["reproduced"] = reproduced,
                ["largestDifference"] = largest,
            };
            Console.WriteLine(JsonSerializer.Serialize(line, Plain));
            return reproduced == samples.Count;
        }
    }
}
