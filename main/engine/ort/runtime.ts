// The one door to ONNX Runtime. From 1.29 on it reports its use to its maker over the network (on Linux and macOS) unless
// told not to before its library is loaded; nothing leaves this PC. Threads and child processes inherit the setting.
process.env.ORT_DISABLE_TELEMETRY = '1';

// NVIDIA's libraries round float32 to 10 bits on newer cards unless told not to: what is called float32 here is float32.
process.env.NVIDIA_TF32_OVERRIDE ??= '0';

export const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
