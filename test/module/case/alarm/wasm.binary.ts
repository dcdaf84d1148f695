// Made by rnnc from the model `alarm` in specs/models/alarm.rnn. Change the spec and compile it again, not this file.
// The compiled kernels: two WebAssembly modules, without and with relaxed SIMD, compressed, in base64. Each imports `env.memory`
// and exports one function a kernel; they are read by the runtime (wasm/builds.ts).

export const kernels = "BYCxCQAACMNSXYRe6QFO/g9l2D8BhRs5";
