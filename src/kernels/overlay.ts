/** A faster implementation of a kernel: same arguments in the declared order, tensors as byte addresses. */
export interface OverlayKernel {
  readonly call: (...args: number[]) => void;
  /** False when this implementation does not serve these extents; the next overlay is tried. */
  accepts?(numbers: Readonly<Record<string, number>>): boolean;
  /**
   * Length of a chunk along the kernel's parallel axis, when the bits of a result depend on what is computed
   * with it: the step is then always computed in such chunks, on one thread or several. Absent: any length.
   */
  readonly chunk?: (numbers: Readonly<Record<string, number>>) => number;
  /** How many times faster it is than the kernels of WebAssembly; 1 unless given. */
  readonly speed?: number;
}

/**
 * Implementations of one backend, by kernel name. Kernels it does not have are served by the next overlay or
 * the reference.
 */
export interface Overlay {
  readonly name: string;
  get(kernel: string): OverlayKernel | undefined;
}
