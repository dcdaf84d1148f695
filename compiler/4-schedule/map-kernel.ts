// One cluster of fused pointwise work becomes one map kernel: what it loads, computes and stores.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import { ops } from "../ops/index.js";
import type { MapInstruction, MapKernel, PointwiseOp } from "../plan.js";
import { strideOf, type Place } from "./buffers.js";
import type { Cluster, Fusion } from "./fuse.js";

export interface MapCall {
  readonly kernel: MapKernel;
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
}

/** `stores`: what of the cluster (or of what it can load) goes where. `placeOf` says where a value that the cluster doesn't make lies. */
export function makeMap(cluster: Cluster, fusion: Fusion, stores: readonly { node: Node; place: Place }[], placeOf: (node: Node) => Place): MapCall {
  const code: MapInstruction[] = [];
  const values = new Map<Node, number>();
  const inputs: { place: Place; scalar: boolean; integer: boolean }[] = [];
  const inputOf = (node: Node): number => {
    const place = placeOf(node);
    const scalar = node.shape.length === 0;
    const index = inputs.findIndex((input) => input.place.storage === place.storage && input.place.column === place.column && input.scalar === scalar);
    return index >= 0 ? index : inputs.push({ place, scalar, integer: place.storage.integer }) - 1;
  };
  const load = (node: Node): number => code.push({ op: "load", input: inputOf(node) }) - 1;
  const emit = (node: Node): number => {
    const known = values.get(node);
    if (known !== undefined) return known;
    const value = fusion.clusterOf.get(node) === cluster || fusion.isInline(node) ? compute(node) : load(node);
    values.set(node, value);
    return value;
  };
  const compute = (node: Node): number => {
    switch (node.op) {
      case "const":
        return code.push({ op: "const", value: node.attributes["value"] as number }) - 1;
      case "index":
        return code.push({ op: "index" }) - 1;
      case "broadcast":
      case "expand":
        return emit(node.inputs[0]!);
      case "random": {
        const [key, row] = node.inputs.map(inputOf) as [number, number];
        return code.push({ op: "random", key, row, site: node.attributes["site"] as number }) - 1;
      }
      case "reduce":
        return code.push({ op: node.attributes["kind"] === "sum" ? "reduce_sum" : "reduce_max", args: [emit(node.inputs[0]!)] }) - 1;
      default: {
        if (ops[node.op].kind !== "pointwise" || node.op === "stop") internal(`${node.op} in a map`);
        return code.push({ op: node.op as PointwiseOp, args: node.inputs.map(emit) }) - 1;
      }
    }
  };
  const outputs = stores.map(({ node, place }) => ({ value: emit(node), place, scalar: node.shape.length === 0 }));
  return {
    kernel: {
      kind: "map",
      width: cluster.width,
      inputs: inputs.map(({ place, scalar, integer }) => ({ stride: strideOf(place), scalar, integer })),
      code,
      outputs: outputs.map(({ value, place, scalar }) => ({ value, stride: strideOf(place), scalar })),
    },
    inputs: inputs.map(({ place }) => place),
    outputs: outputs.map(({ place }) => place),
  };
}
