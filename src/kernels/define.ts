/**
 * What a kernel does with a tensor: reads it, overwrites every element, or reads and changes it. `scratch` is
 * temporary memory whose contents mean nothing before and after the call.
 */
export type Role = 'read' | 'write' | 'update' | 'scratch';

export interface TensorArg {
  readonly kind: 'tensor';
  readonly role: Role;
  readonly element: 'float' | 'int32';
  /** Names of integer arguments: the tensor's extents, slowest first. */
  readonly shape: readonly string[];
  /**
   * Name of the integer argument that is the distance between rows of the last matrix; absent: contiguous.
   */
  readonly stride?: string;
}

export interface IntArg {
  readonly kind: 'int';
  /** When the caller gives nothing: the value of this other argument, or this number. */
  readonly fallback?: string | number;
}

export interface FloatArg {
  readonly kind: 'float';
  readonly fallback?: number;
}

/**
 * An integer that tells a kernel where its shard begins: 0 for the whole call, else the first index along
 * `of`.
 */
export interface StartArg {
  readonly kind: 'start';
  readonly of: string;
}

export type Arg = TensorArg | IntArg | FloatArg | StartArg;
export type Args = Readonly<Record<string, Arg>>;

/**
 * The axis along which a kernel may be sharded over threads without changing one bit of its result. `phase`
 * is `rows` for rows of the batch (forward, loss, gradients of activations) and `out` for elements of the
 * kernel's own output (gradients of parameters, updates).
 */
export interface ParallelAxis {
  readonly phase: 'rows' | 'out';
  /** Name of the integer argument that is the axis' extent. */
  readonly axis: string;
}

/** Sharded by rows m of the batch. */
export const byRow = { phase: 'rows', axis: 'm' } as const;
/** Sharded by elements n of the output. */
export const byElement = { phase: 'out', axis: 'n' } as const;

type Extents<A extends Args> = { readonly [K in keyof A as A[K] extends TensorArg ? never : K]: number };

/** The memory a kernel works on. Tensors are offsets, in elements of their own type, into these two views. */
export interface Views {
  readonly f: Float32Array | Float64Array;
  readonly i: Int32Array;
  /** Math.fround for float32, identity for float64. Applied after every operation that NumPy would round. */
  readonly round: (x: number) => number;
}

/**
 * A kernel, declared once: arguments with their roles and extents, formula, cost, and the reference
 * implementation. The reference runs in float32 (rounded as NumPy rounds) and in float64; WebAssembly and
 * BLAS overlay it by name with functions that take the same arguments in the declared order, tensors as byte
 * addresses.
 */
export interface Kernel<A extends Args = Args> {
  /** Unique; WebAssembly and BLAS implement the kernel under this name. */
  readonly name: string;
  /** One line, as a book prints it. */
  readonly formula: string;
  readonly args: A;
  readonly parallel?: ParallelAxis;
  /** All its operations are sums of products: what a summary counts as multiply-adds. */
  readonly multiplyAdds?: true;
  /** How many multiply-adds one call has, where it has other operations too. */
  products?(extents: Extents<A>): number;
  /** Floating-point operations of one call; a fused multiply-add counts two. */
  flops(extents: Extents<A>): number;
  reference(views: Views, args: { readonly [K in keyof A]: number }): void;
}

/** Any kernel, where its argument names do not matter. */
export interface AnyKernel {
  readonly name: string;
  readonly formula: string;
  readonly args: Args;
  readonly parallel?: ParallelAxis;
  readonly multiplyAdds?: true;
  products?(extents: Record<string, number>): number;
  flops(extents: Record<string, number>): number;
  reference(views: Views, args: Record<string, number>): void;
}

interface TensorDetails {
  readonly stride?: string;
  readonly element?: 'float' | 'int32';
}

function tensor<R extends Role>(role: R, shape: readonly string[], details: TensorDetails) {
  return { kind: 'tensor' as const, role, shape, element: 'float' as const, ...details };
}

/** A tensor the kernel leaves unchanged. */
export const read = (shape: readonly string[], details: TensorDetails = {}): TensorArg =>
  tensor('read', shape, details);
/** A tensor of which the kernel overwrites every element. */
export const write = (shape: readonly string[], details: TensorDetails = {}): TensorArg =>
  tensor('write', shape, details);
/** A tensor the kernel reads and changes. */
export const update = (shape: readonly string[], details: TensorDetails = {}): TensorArg =>
  tensor('update', shape, details);

/** Temporary memory; implementations differ in what they leave there. */
export const scratch = (shape: readonly string[]): TensorArg => tensor('scratch', shape, {});

/** A required integer: an extent or a choice. */
export const int = { kind: 'int' } as const;
/** An integer that is the value of another argument, or a number, unless given. */
export const intOr = <const F extends string | number>(fallback: F) => ({ kind: 'int', fallback }) as const;
/** A required number. */
export const float = { kind: 'float' } as const;
/** A number with a default. */
export const floatOr = (fallback: number) => ({ kind: 'float', fallback }) as const;
/** Where a shard begins along `of`. */
export const start = (of: string) => ({ kind: 'start', of }) as const;

/** Names a kernel's types. */
export function defineKernel<const A extends Args>(kernel: Kernel<A>): Kernel<A> {
  return kernel;
}

/** Multiply-adds of one call; 0 for kernels that have no sums of products. */
export function multiplyAddsOf(kernel: AnyKernel, numbers: Readonly<Record<string, number>>): number {
  return kernel.products?.({ ...numbers }) ?? (kernel.multiplyAdds ? kernel.flops({ ...numbers }) / 2 : 0);
}
