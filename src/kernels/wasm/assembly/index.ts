/** Everything a kernel's overlay consists of; see ../load.ts. */
export { patchesAt, setWorkspace, workspaceBytes } from './pack';
export { setGeometry } from './patches';
export { col2im, im2col, windowsAtOnce } from './conv';
export { biasActivation, maskPositive } from './epilogue';
export { addBias, denseForward, denseGradInput, matmul, matmulTA, matmulTB, sumRows } from './matmul';
export * from './unary';
export { maxNorm } from './constrain';
export { add, addL1Grad, addL2Grad, axpy, clipByNorm, copy, fill, multiply, scaleRows } from './elementwise';
export { logSoftmax, logSoftmaxGrad, softmax, softmaxGrad } from './softmax';
export { softmaxCrossEntropy, softmaxCrossEntropyGrad, softmaxCrossEntropyStep } from './crossEntropy';
export {
  absoluteError,
  absoluteErrorGrad,
  binaryCrossEntropy,
  binaryCrossEntropyGrad,
  huber,
  huberGrad,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyGrad,
  squaredError,
  squaredErrorGrad,
} from './losses';
export { argmaxMatch, sum, sumAbs, sumSquares, thresholdMatch, toleranceMatch } from './reduce';
export { gatherLabels, gatherRows } from './gather';
export { dropoutMask, dropoutMaskOfShare } from './dropout';
export { momentum, nesterov, sgd } from './momentum';
export { movingAverage } from './movingAverage';
export { adagrad, rmsprop } from './adaptive';
export { adam, amsgrad, nadam } from './adam';
export { sequenceLengths } from './recurrence';
export { rnn, rnnGrad } from './rnn';
export { lstm, lstmGrad } from './lstm';
export { gru, gruGrad } from './gru';
export { embedding, embeddingGrad } from './embedding';
export { layerNorm, layerNormGrad, layerNormGradGain } from './layerNorm';
export { blend, blendGrad, blendGradShare, columnProducts, scaleColumns, times } from './columns';
export { columnDense, columnDenseGrad, columnDenseGradInput } from './columnDense';
export { periodic, periodicGrad, periodicGradInput } from './periodic';
export { attention, attentionGrad, maskSteps } from './attention';
export { compressColumns, keepZeros, sparseMatmul } from './sparse';
export { conv2d, conv2dGradFilter, conv2dGradInput, convForward } from './conv';
export {
  meanMembers,
  membersMatmul,
  membersMatmulTA,
  membersMatmulTB,
  repeatLabels,
  repeatRows,
  scaleShiftColumns,
  spreadMembers,
  spreadMembersGrad,
  spreadMembersGradFactors,
} from './members';
export { addPositions } from './positions';
export { maxPool, maxPoolGrad, maxPoolReluGrad, spread, sumPool } from './pool';
export {
  batchNorm,
  batchNormGrad,
  batchNormGradGain,
  batchNormGradRunning,
  columnMoments,
  updateMoments,
} from './batchNorm';
export { groupNorm, groupNormGrad, groupNormGradGain } from './groupNorm';
