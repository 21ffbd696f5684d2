import type { Json } from '../report/result.ts';
import type { StepValues } from './stepValues.ts';
import type { LossParts, Update, Updates } from './updates/values.ts';

const parts = ({ loss, dataLoss, regularizationLoss }: LossParts) => ({
  loss,
  data_loss: dataLoss,
  regularization_loss: regularizationLoss,
});

const updateJson = ({ t, penalties, parameters, ...losses }: Update): Json => ({
  step: t,
  ...parts(losses),
  penalties: penalties.map(({ parameter, norm, factor, sum }) => ({ parameter, norm, factor, sum })),
  parameters: parameters.map(({ name, shape, before, lossGradient, gradient, moments, after }) => ({
    name,
    shape,
    before,
    loss_gradient: lossGradient,
    gradient,
    moments: Object.fromEntries(
      Object.entries(moments).map(([key, { before: from, after: to }]) => [key, { before: from, after: to }]),
    ),
    after,
  })),
});

/** How the network learns, and every number of its updates. */
export function updatesJson({ optimizer, settings, learningRate, all, after, predictions }: Updates) {
  const { weightDecay: _, ...own } = optimizer.defaults;
  const names = Object.keys(own) as (keyof typeof own)[];
  return {
    optimizer: {
      name: optimizer.name,
      learning_rate: learningRate,
      ...Object.fromEntries(names.map((key) => [key, settings[key]])),
      weight_decay: settings.weightDecay,
    },
    updates: all.map(updateJson),
    after: { ...parts(after), prediction: predictions[1] },
  };
}

/** Every number of a sample on its way through a network, and of the updates where there are some. */
export const stepJson = (values: StepValues, updates: Updates | undefined): Json => ({
  input: values.x,
  loss: values.loss,
  loss_name: values.lossName,
  prediction: values.prediction,
  layers: values.layers.map(({ name, type, inputs, output, dOutput, dInput, parameters }) => ({
    name,
    type,
    inputs,
    output,
    ...(dOutput && { output_gradient: dOutput }),
    ...(dInput && { input_gradient: dInput }),
    parameters: parameters.map((parameter) => {
      const updated = updates?.all.at(-1)?.parameters.find((one) => one.name === parameter.name)?.after;
      return {
        name: parameter.name,
        shape: parameter.shape,
        values: parameter.values,
        gradient: parameter.gradient,
        ...(updated && { updated }),
      };
    }),
  })),
  ...(updates && updatesJson(updates)),
});
