/** Learning rate by 1/t decay: lr / (1 + decay·t), t updates done before this one (NNFS ch. 10). */
export function inverseTimeDecay(learningRate: number, decay: number, t: number): number {
  return decay === 0 ? learningRate : learningRate * (1 / (1 + decay * t));
}
