#!/usr/bin/env python3
"""Judges images with a Narashi package: the sample client for Python 3.8 or later.

Narashi のパッケージで画像を判定するサンプル(Python)。判定は OK / NG / review(人が確認)。
エラーのときは必ず review になり、OK にはなりません。

    python narashi_client.py PACKAGE image...        one line of JSON per image
    python narashi_client.py PACKAGE --check-golden  proves that this PC judges as the package says

PACKAGE is the ZIP file or the folder it was unpacked to. Options: --key site.pub.json (whose signature it must
bear), --runtime onnxruntime or opencv (else onnxruntime where it is installed).
Needs numpy, Pillow and one of onnxruntime and opencv-python; cryptography for the signature.
Exit status: 0 all well, 1 an image could not be judged or a sample differs, 2 the package cannot be used.
"""
import argparse
import base64
import hashlib
import io
import json
import os
import sys
import zipfile

import numpy as np
from PIL import Image, ImageOps

VERDICTS = {0: "OK", 1: "NG", 2: "review"}
# ONNX Runtime from 1.29 on reports its use to its maker over the network unless it is told not to.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class ClientError(Exception):
    """Something that must not end in a verdict."""


def read_members(path):
    """Contents by path inside the package."""
    if not os.path.isdir(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    members = {}
    for folder, _, names in os.walk(path):
        for name in names:
            place = os.path.join(folder, name)
            with open(place, "rb") as file:
                members[os.path.relpath(place, path).replace(os.sep, "/")] = file.read()
    return members


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def check_signature(members, key_path):
    """The manifest is signed, and by whose key where one is given."""
    signature = json.loads(members["signature.json"])
    if sha256(members["manifest.json"]) != signature["manifestSha256"]:
        raise ClientError("manifest.json is not as it was signed")
    if key_path is not None:
        with open(key_path, encoding="utf-8") as file:
            if json.load(file)["publicKey"] != signature["publicKey"]:
                raise ClientError("the package is signed with another key: " + signature["keyId"])
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        if key_path is not None:
            raise ClientError("--key needs the package 'cryptography'") from None
        print("note: the signature is not checked ('cryptography' is not installed)", file=sys.stderr)
        return
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature["publicKey"]))
        key.verify(base64.b64decode(signature["signature"]), members["manifest.json"])
    except InvalidSignature:
        raise ClientError("the signature does not fit manifest.json") from None


def open_package(path, key_path=None):
    """The members and the manifest, once every file is as the manifest says."""
    members = read_members(path)
    for name in ("manifest.json", "signature.json"):
        if name not in members:
            raise ClientError(name + " is missing")
    check_signature(members, key_path)
    manifest = json.loads(members["manifest.json"])
    if manifest["schema"] != 1:
        raise ClientError("this client knows packages of schema 1 only")
    for file in manifest["files"]:
        if file["path"] not in members:
            raise ClientError(file["path"] + " is missing")
        if sha256(members[file["path"]]) != file["sha256"]:
            raise ClientError(file["path"] + " is not as it was signed")
    return members, manifest


def prepare(data, preprocessing):
    """RGB bytes [height, width, 3] at network size, as preprocessing.words says."""
    picture = Image.open(io.BytesIO(data))
    kind = picture.format
    # Bits per sample: PNG says them at byte 24, TIFF in tag 258.
    bits = data[24] if kind == "PNG" else max(getattr(picture, "tag_v2", {}).get(258, (8,)))
    picture.load()
    if kind != "TIFF":  # Pillow turns these by itself.
        picture = ImageOps.exif_transpose(picture)
    has_alpha = kind != "BMP" and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
    if bits > 8:
        pixels = sixteen_bits(picture, bits, has_alpha, preprocessing["deepBits"])
    elif picture.mode not in ("1", "L", "P", "RGB", "RGBA", "LA", "PA"):
        # Pillow turns CMYK into RGB without the colour profile that the app follows.
        raise ClientError("pictures of the kind %s are not supported here" % picture.mode)
    elif has_alpha:
        rgba = np.asarray(picture.convert("RGBA")).astype(np.uint32)
        alpha = rgba[:, :, 3:]
        pixels = ((rgba[:, :, :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)
    else:
        pixels = np.asarray(picture.convert("RGB"))
    size = (preprocessing["width"], preprocessing["height"])
    small = Image.fromarray(pixels).resize(size, Image.BILINEAR).convert("RGB")
    return np.asarray(small)


def sixteen_bits(picture, bits, has_alpha, deep_bits):
    """The 8 bits of 16 that count: by the package's `deepBits`, or told from the brightest sample of the file."""
    if has_alpha or bits != 16:
        raise ClientError("pictures of %d bits%s are not supported here" % (bits, " with alpha" if has_alpha else ""))
    samples = np.asarray(picture)
    if picture.mode == "RGB":
        # Of colour Pillow keeps only the upper 8 bits: enough where those are the ones that count.
        if deep_bits == 16 or (deep_bits == "auto" and samples.max() > 15):
            return samples
        raise ClientError("Pillow cannot read the lower bits of 16-bit colour")
    if picture.mode != "I" and not picture.mode.startswith("I;16"):
        raise ClientError("pictures of the kind %s are not supported here" % picture.mode)
    if deep_bits == "auto":
        deep_bits = 12 if samples.max() <= 4095 else 16
    return np.minimum(255, samples.astype(np.int64) >> (deep_bits - 8)).astype(np.uint8)


def model_of(manifest, kind):
    for model in manifest["models"]:
        if model["kind"] == kind:
            return model
    raise ClientError("the package has no model of the kind '%s'" % kind)


def onnxruntime_runner(members, manifest):
    """ONNX Runtime: the graph says everything, the verdict included."""
    import onnxruntime

    model = model_of(manifest, "main")
    session = onnxruntime.InferenceSession(members[model["path"]], providers=["CPUExecutionProvider"])

    def run(image):
        outputs = dict(zip(model["outputs"], session.run(model["outputs"], {model["input"]["name"]: image})))
        return outputs["probabilities"][0], VERDICTS.get(int(outputs["verdict"][0]))

    return run


def opencv_runner(members, manifest):
    """OpenCV's dnn: probabilities only; the rule is applied here."""
    import cv2

    model = model_of(manifest, "compatible")
    network = cv2.dnn.readNetFromONNX(np.frombuffer(members[model["path"]], np.uint8))
    if manifest["rule"] is not None and manifest["rule"]["unlikeFrom"] is not None:
        print(
            "note: the rule asks how unlike the training images a picture is, which OpenCV cannot measure:"
            " every picture is for a person (review). Install onnxruntime.",
            file=sys.stderr,
        )

    def run(image):
        network.setInput(image, model["input"]["name"])
        probabilities = network.forward().reshape(-1)
        return probabilities, decide(probabilities, None, manifest)

    return run


def ng_score(probabilities, classes):
    """Sum of the probabilities of the NG classes."""
    total = sum(float(value) for value, label in zip(probabilities, classes) if label["verdict"] == "NG")
    return min(1.0, max(0.0, total))


def decide(probabilities, distance, manifest):
    """The rule of the package: the same as in the graph of model.onnx."""
    rule, classes = manifest["rule"], manifest["classes"]
    if rule is None:
        return classes[int(np.argmax(probabilities))]["verdict"]
    if rule["unlikeFrom"] is not None and not (distance is not None and distance < rule["unlikeFrom"]):
        return "review"
    score = ng_score(probabilities, classes)
    if score < rule["okBelow"]:
        return "OK"
    return "NG" if score >= rule["ngFrom"] else "review"


class Judge:
    def __init__(self, members, manifest, runtime=None):
        if runtime is None:
            try:
                import onnxruntime  # noqa: F401

                runtime = "onnxruntime"
            except ImportError:
                runtime = "opencv"
        self.manifest = manifest
        self.run = (onnxruntime_runner if runtime == "onnxruntime" else opencv_runner)(members, manifest)

    def judge(self, pixels):
        """Verdict, NG score, class and probabilities of pixels at network size."""
        image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None].astype(np.float32))
        probabilities, verdict = self.run(image)
        classes = self.manifest["classes"]
        if len(probabilities) != len(classes) or not np.all(np.isfinite(probabilities)) or verdict is None:
            raise ClientError("the model gave no usable result")
        return {
            "verdict": verdict,
            "ngScore": ng_score(probabilities, classes),
            "className": classes[int(np.argmax(probabilities))]["name"],
            "probabilities": [float(value) for value in probabilities],
        }


def judge_files(judge, files):
    """One line of JSON per file; how many could not be judged."""
    failed = 0
    for path in files:
        try:
            with open(path, "rb") as file:
                pixels = prepare(file.read(), judge.manifest["preprocessing"])
            result = judge.judge(pixels)
        except Exception as error:  # Whatever it was: not OK, a person looks.
            failed += 1
            result = {"verdict": "review", "ngScore": None, "className": None, "probabilities": None}
            result["error"] = "%s: %s" % (type(error).__name__, error)
        print(json.dumps({"file": path, **result}, ensure_ascii=False), flush=True)
    return failed


def check_golden(judge, members):
    """How many of the package's own samples do not come out as the package says."""
    expected = json.loads(members["golden/expected.json"])
    failed, largest = 0, 0.0
    for sample in expected["samples"]:
        problems = []
        try:
            pixels = prepare(members[sample["file"]], judge.manifest["preprocessing"])
            if sha256(pixels.tobytes()) != sample["pixelsSha256"]:
                problems.append("other pixels")
            result = judge.judge(pixels)
            difference = float(np.max(np.abs(np.subtract(result["probabilities"], sample["probabilities"]))))
            largest = max(largest, difference)
            if not difference <= expected["tolerance"]:
                problems.append("probabilities differ by %.1e" % difference)
            if result["verdict"] != sample["verdict"]:
                problems.append("%s instead of %s" % (result["verdict"], sample["verdict"]))
        except Exception as error:
            problems.append("%s: %s" % (type(error).__name__, error))
        if problems:
            failed += 1
            print(sample["file"] + ": " + "; ".join(problems), file=sys.stderr)
    samples = len(expected["samples"])
    if samples == 0 or samples != judge.manifest["goldenSamples"]:
        raise ClientError("samples are missing")
    print(json.dumps({"samples": samples, "reproduced": samples - failed, "largestDifference": largest}))
    return failed


def main():
    parser = argparse.ArgumentParser(description="Judges images with a Narashi package.")
    parser.add_argument("package", help="ZIP file, or the folder it was unpacked to")
    parser.add_argument("images", nargs="*")
    parser.add_argument("--check-golden", action="store_true", help="reproduce the package's own samples")
    parser.add_argument("--key", help="site.pub.json: whose signature the package must bear")
    parser.add_argument("--runtime", choices=("onnxruntime", "opencv"))
    options = parser.parse_intermixed_args()
    if not options.images and not options.check_golden:
        parser.error("give images, or --check-golden")
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        members, manifest = open_package(options.package, options.key)
        judge = Judge(members, manifest, options.runtime)
        if options.check_golden and check_golden(judge, members) > 0:
            return 1
    except Exception as error:
        print("error: %s: %s" % (type(error).__name__, error), file=sys.stderr)
        return 2
    return 1 if judge_files(judge, options.images) > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
