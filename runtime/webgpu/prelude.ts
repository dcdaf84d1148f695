// What stands before every WGSL kernel: the bindings that all share, so that one bind group serves a whole program, and the functions
// that kernels call. A kernel of a generated module is the rest: its own functions and `main`.

/** Workgroups along x; a larger dispatch goes on along y, see `group`. */
export const GROUPS_ACROSS = 32768;

/** `words`: of the longest record of a call (compiler/gpu-plan.ts). */
export function prelude(words: number): string {
  return `@group(0) @binding(0) var<storage, read_write> weights: array<u32>;
@group(0) @binding(1) var<storage, read_write> arena: array<u32>;
@group(0) @binding(2) var<storage, read> axes: array<u32>;
/** Word i of this call's record is call[i / 4][i % 4]. */
@group(0) @binding(3) var<uniform> call: array<vec4u, ${Math.ceil(words / 4)}>;

/** The number of a workgroup, over both dimensions. */
fn group(id: vec3u) -> u32 { return id.x + id.y * ${GROUPS_ACROSS}u; }
fn weight(i: u32) -> f32 { return bitcast<f32>(weights[i]); }
fn value(i: u32) -> f32 { return bitcast<f32>(arena[i]); }
fn set_weight(i: u32, x: f32) { weights[i] = bitcast<u32>(x); }
fn set_value(i: u32, x: f32) { arena[i] = bitcast<u32>(x); }
`;
}
