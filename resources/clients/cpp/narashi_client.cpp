// Judges images with a Narashi package: the sample client in C++17 with ONNX Runtime and OpenCV's decoders.
//
// Narashi のパッケージで画像を判定するサンプル（C++）。判定は OK / NG / review（人が確認）。
// エラーのときは必ず review になり、OK にはなりません。
//
//     narashi_client PACKAGE image...        one line of JSON per image
//     narashi_client PACKAGE --check-golden  proves that this PC judges as the package says
//
// PACKAGE is the ZIP file or the folder it was unpacked to. Every file is checked against the manifest; the manifest's
// signature is not: run "narashi verify PACKAGE --key site.pub.json" where a package arrives.
// With NARASHI_PIXELS_ONLY defined ONNX Runtime is not needed and --check-golden compares the pixels alone.
// Exit status: 0 all well, 1 an image could not be judged or a sample differs, 2 the package cannot be used.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

#include "narashi_pixels.hpp"
#ifndef NARASHI_PIXELS_ONLY
#include <onnxruntime_cxx_api.h>
#endif

using Bytes = std::vector<std::uint8_t>;
using Json = nlohmann::ordered_json;
using narashi::Picture;

static Bytes readFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

/** The members of a package: of a folder as files, of a ZIP by its directory. Nothing in a package is compressed. */
class Package {
 public:
  Json manifest;

  explicit Package(const std::string& path) : folder_(path) {
    if (!std::filesystem::is_directory(folder_)) readZip(readFile(folder_));
    manifest = Json::parse(member("manifest.json"));
    if (manifest.at("schema") != 1) throw std::runtime_error("this client knows packages of schema 1 only");
    for (const auto& file : manifest.at("files")) {
      const Bytes bytes = member(file.at("path"));
      if (narashi::sha256(bytes.data(), bytes.size()) != file.at("sha256"))
        throw std::runtime_error(file.at("path").get<std::string>() + " is not as it was signed");
    }
  }

  Bytes member(const std::string& name) const {
    if (zip_.empty()) return readFile(folder_ / name);
    const auto found = places_.find(name);
    if (found == places_.end()) throw std::runtime_error(name + " is missing");
    const auto [start, size] = found->second;
    return Bytes(zip_.begin() + start, zip_.begin() + start + size);
  }

 private:
  std::filesystem::path folder_;
  Bytes zip_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> places_;

  std::size_t number(std::size_t at, int bytes) const {
    std::size_t value = 0;
    for (int byte = bytes - 1; byte >= 0; byte--) value = value << 8 | zip_.at(at + byte);
    return value;
  }

  void readZip(Bytes bytes) {
    zip_ = std::move(bytes);
    std::size_t end = zip_.size();
    do {
      if (end < 22) throw std::runtime_error("this is not a package");
      end--;
    } while (number(end - 21, 4) != 0x06054b50);
    end -= 21;
    std::size_t at = number(end + 16, 4);
    for (std::size_t left = number(end + 10, 2); left > 0; left--) {
      if (number(at + 10, 2) != 0) throw std::runtime_error("the package was compressed by another program");
      const std::size_t size = number(at + 24, 4), local = number(at + 42, 4), name = number(at + 28, 2);
      const std::size_t start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
      if (start + size > zip_.size()) throw std::runtime_error("the package is cut off");
      places_[std::string(zip_.begin() + at + 46, zip_.begin() + at + 46 + name)] = {start, size};
      at += 46 + name + number(at + 30, 2) + number(at + 32, 2);
    }
  }
};

/** Colour components of a JPEG; 0 where it is none. Four mean CMYK, which OpenCV turns to RGB without its profile. */
static int jpegComponents(const Bytes& bytes) {
  if (bytes.size() < 4 || bytes[0] != 0xff || bytes[1] != 0xd8) return 0;
  for (std::size_t at = 2; at + 9 < bytes.size() && bytes[at] == 0xff; at += 2 + (bytes[at + 2] << 8 | bytes[at + 3]))
    if (bytes[at + 1] >= 0xc0 && bytes[at + 1] <= 0xc2) return bytes[at + 9];
  return 3;
}

/** The bytes of an image file to RGB at the file's own size: turned by EXIF, transparent parts on white. */
static Picture decode(const Bytes& bytes, int deepBits) {
  const int components = jpegComponents(bytes);
  if (components == 4) throw std::runtime_error("CMYK pictures are not supported here");
  cv::Mat picture = cv::imdecode(bytes, cv::IMREAD_COLOR | cv::IMREAD_ANYDEPTH);
  if (picture.empty()) throw std::runtime_error("the picture cannot be decoded");
  // Only this way alpha is kept, but then the picture is not turned. BMP: what looks like alpha is none.
  const bool mayHaveAlpha = components == 0 && !(bytes[0] == 'B' && bytes[1] == 'M');
  const cv::Mat whole = mayHaveAlpha ? cv::imdecode(bytes, cv::IMREAD_UNCHANGED) : cv::Mat();
  if (!whole.empty() && whole.channels() == 4) {
    if (whole.depth() != CV_8U) throw std::runtime_error("16-bit pictures with alpha are not supported here");
    if (whole.size() != picture.size()) throw std::runtime_error("turned pictures with alpha are not supported here");
    for (int y = 0; y < whole.rows; y++)
      for (int x = 0; x < whole.cols; x++) {
        const auto& from = whole.at<cv::Vec4b>(y, x);
        auto& to = picture.at<cv::Vec3b>(y, x);
        for (int c = 0; c < 3; c++) {
          if (to[c] != from[c]) throw std::runtime_error("turned pictures with alpha are not supported here");
          to[c] = static_cast<std::uint8_t>((from[c] * from[3] + 255 * (255 - from[3])) / 255);
        }
      }
  }
  const std::size_t count = picture.total() * 3;
  picture = picture.reshape(1);
  Picture result{picture.cols / 3, picture.rows, {}};
  if (picture.depth() == CV_16U) {
    const std::vector<std::uint16_t> samples(picture.begin<std::uint16_t>(), picture.end<std::uint16_t>());
    result.rgb = narashi::toEightBits(samples, deepBits);
  } else if (picture.depth() == CV_8U) {
    result.rgb.assign(picture.begin<std::uint8_t>(), picture.end<std::uint8_t>());
  } else {
    throw std::runtime_error("pictures of this depth are not supported");
  }
  for (std::size_t at = 0; at < count; at += 3) std::swap(result.rgb[at], result.rgb[at + 2]);  // OpenCV's BGR
  return result;
}

/** RGB at network size, as preprocessing.words says. */
static Picture prepare(const Bytes& bytes, const Json& preprocessing) {
  const Json& deepBits = preprocessing.at("deepBits");
  const Picture picture = decode(bytes, deepBits.is_number() ? deepBits.get<int>() : 0);
  return narashi::resize(picture, preprocessing.at("width"), preprocessing.at("height"));
}

#ifndef NARASHI_PIXELS_ONLY
/** ONNX Runtime from 1.29 on reports its use to its maker over the network unless it is told not to. */
static Ort::Env quietEnvironment() {
#ifdef _WIN32
  _putenv_s("ORT_DISABLE_TELEMETRY", "1");
#else
  setenv("ORT_DISABLE_TELEMETRY", "1", 1);
#endif
  Ort::Env environment(ORT_LOGGING_LEVEL_WARNING, "narashi");
  environment.DisableTelemetryEvents();
  return environment;
}

class Judge {
 public:
  explicit Judge(const Package& package) : manifest_(package.manifest) {
    for (const auto& model : manifest_.at("models")) {
      if (model.at("kind") != "main") continue;
      const Bytes bytes = package.member(model.at("path"));
      session_ = std::make_unique<Ort::Session>(environment_, bytes.data(), bytes.size(), Ort::SessionOptions{});
      input_ = model.at("input").at("name");
    }
    if (!session_) throw std::runtime_error("the package has no model of the kind 'main'");
  }

  /** Verdict, NG score, class and probabilities of pixels at network size. The rule is applied inside the model. */
  Json judge(const Picture& pixels) {
    const std::size_t plane = pixels.rgb.size() / 3;
    std::vector<float> planes(pixels.rgb.size());
    for (std::size_t at = 0; at < pixels.rgb.size(); at++) planes[at % 3 * plane + at / 3] = pixels.rgb[at];
    const std::array<std::int64_t, 4> shape = {1, 3, pixels.height, pixels.width};
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    const auto image =
        Ort::Value::CreateTensor<float>(memory, planes.data(), planes.size(), shape.data(), shape.size());
    const char* input = input_.c_str();
    const std::array<const char*, 3> names = {"probabilities", "ng_score", "verdict"};
    const auto outputs = session_->Run(Ort::RunOptions{nullptr}, &input, &image, 1, names.data(), names.size());

    const Json& classes = manifest_.at("classes");
    const float* row = outputs[0].GetTensorData<float>();
    const std::vector<double> probabilities(row, row + outputs[0].GetTensorTypeAndShapeInfo().GetElementCount());
    const std::int64_t code = outputs[2].GetTensorData<std::int64_t>()[0];
    const auto isFinite = [](double value) { return std::isfinite(value); };
    const bool isUsable = std::all_of(probabilities.begin(), probabilities.end(), isFinite);
    if (!isUsable || probabilities.size() != classes.size() || code < 0 || code > 2)
      throw std::runtime_error("the model gave no usable result");
    const auto best = std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
    return {{"verdict", std::array{"OK", "NG", "review"}[code]},
            {"ngScore", outputs[1].GetTensorData<float>()[0]},
            {"className", classes.at(best).at("name")},
            {"probabilities", probabilities}};
  }

 private:
  const Json& manifest_;
  Ort::Env environment_ = quietEnvironment();
  std::unique_ptr<Ort::Session> session_;
  std::string input_;
};

/** One line of JSON; false where the image could not be judged. */
static bool judgeFile(Judge& judge, const Package& package, const std::string& path) {
  Json line = {{"file", path}};
  bool isJudged = true;
  try {
    line.update(judge.judge(prepare(readFile(path), package.manifest.at("preprocessing"))));
  } catch (const std::exception& error) {  // Whatever it was: not OK, a person looks.
    line.update({{"verdict", "review"}, {"ngScore", nullptr}, {"className", nullptr}, {"probabilities", nullptr}});
    line["error"] = error.what();
    isJudged = false;
  }
  std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  return isJudged;
}
#endif

/** How a sample of the package differs from what the package says of it; empty: not at all. */
class GoldenCheck {
 public:
  explicit GoldenCheck(const Package& package) : package_(package) {}
  double largestDifference = 0;

  std::string problemsOf(const Json& sample, [[maybe_unused]] double tolerance) {
    std::string problems;
    const Picture pixels = prepare(package_.member(sample.at("file")), package_.manifest.at("preprocessing"));
    const std::string digest = narashi::sha256(pixels.rgb.data(), pixels.rgb.size());
    if (digest != sample.at("pixelsSha256")) problems += " other pixels;";
#ifndef NARASHI_PIXELS_ONLY
    const Json found = judge_.judge(pixels);
    double difference = 0;
    for (std::size_t at = 0; at < found.at("probabilities").size(); at++) {
      const double expected = sample.at("probabilities").at(at);
      difference = std::max(difference, std::abs(found.at("probabilities")[at].get<double>() - expected));
    }
    largestDifference = std::max(largestDifference, difference);
    if (!(difference <= tolerance)) problems += " probabilities differ by " + std::to_string(difference) + ";";
    if (found.at("verdict") != sample.at("verdict")) problems += " another verdict;";
#endif
    return problems;
  }

 private:
  const Package& package_;
#ifndef NARASHI_PIXELS_ONLY
  Judge judge_{package_};
#endif
};

/** Whether each of the package's own samples comes out as the package says. */
static bool checkGolden(const Package& package) {
  const Json expected = Json::parse(package.member("golden/expected.json"));
  const Json& samples = expected.at("samples");
  if (samples.empty() || samples.size() != package.manifest.at("goldenSamples"))
    throw std::runtime_error("samples are missing");
  GoldenCheck check(package);
  std::size_t reproduced = 0;
  for (const auto& sample : samples) {
    std::string problems;
    try {
      problems = check.problemsOf(sample, expected.at("tolerance"));
    } catch (const std::exception& error) {
      problems = std::string(" ") + error.what();
    }
    if (problems.empty()) reproduced++;
    else std::cerr << sample.at("file").get<std::string>() << ":" << problems << std::endl;
  }
  Json line = {{"samples", samples.size()}, {"reproduced", reproduced}};
#ifdef NARASHI_PIXELS_ONLY
  line["only"] = "pixels";
#else
  line["largestDifference"] = check.largestDifference;
#endif
  std::cout << line.dump() << std::endl;
  return reproduced == samples.size();
}

int main(int count, char** arguments) {
  std::vector<std::string> paths;
  bool golden = false;
  for (int at = 1; at < count; at++) {
    const std::string argument = arguments[at];
    if (argument == "--check-golden") golden = true;
    else if (argument.rfind("--", 0) == 0) paths.clear(), at = count;  // an option this client does not have
    else paths.push_back(argument);
  }
  if (paths.empty() || (paths.size() == 1 && !golden)) {
    std::cerr << "usage: narashi_client PACKAGE [image...] [--check-golden]" << std::endl;
    return 2;
  }
  try {
    const Package package(paths.front());
    if (golden && !checkGolden(package)) return 1;
    bool isWell = true;
#ifdef NARASHI_PIXELS_ONLY
    if (paths.size() > 1) throw std::runtime_error("built for pixels only: no image can be judged");
#else
    Judge judge(package);
    for (std::size_t at = 1; at < paths.size(); at++) isWell = judgeFile(judge, package, paths[at]) && isWell;
#endif
    return isWell ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << std::endl;
    return 2;
  }
}
