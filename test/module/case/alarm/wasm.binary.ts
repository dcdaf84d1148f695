// Made by rnnc from the model `alarm` in specs/models/alarm.rnn. Change the spec and compile it again, not this file.
// The compiled kernels, in base64: WebAssembly modules that import `env.memory` and export one function a kernel.

/** The kernels for any engine with 128-bit SIMD. */
export const plain = "AGFzbQEAAAA=";

/** The kernels with relaxed SIMD's fused multiply-add. */
export const relaxed = "AGFzbQEAAAD/";
