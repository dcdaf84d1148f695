// All ops by name. An op is one entry of one table.
import { control } from "./control.js";
import type { Entry, OpName } from "./entry.js";
import { linear } from "./linear.js";
import { pointwise } from "./pointwise.js";
import { rows } from "./rows.js";

export const ops: Readonly<Record<OpName, Entry>> = { ...pointwise, ...linear, ...rows, ...control };
