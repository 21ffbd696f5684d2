import type { Json } from '../report/result.ts';
import { backThroughTime } from './narrate/throughTime.ts';
import type { Answer, LayerStep, StepValues } from './stepValues.ts';
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

/** What comes back to each step of a recurrent layer; nothing for other layers. */
function throughTimeJson(layer: LayerStep): Readonly<Record<string, Json>> {
  const back = backThroughTime(layer);
  if (!back) return {};
  const { past, states } = back;
  return {
    through_time: states.map(({ h, c }, t) => ({
      step: t + 1,
      gates: past.gates(t),
      output_gradient: past.arriving(t),
      state_gradient: h,
      ...(c && { cell_gradient: c }),
      sum_gradient: past.sums(t),
    })),
  };
}

/** Every number of a sample on its way through a network, and of the updates where there are some. */
export const stepJson = (values: StepValues, answer: Answer, updates: Updates | undefined): Json => ({
  input: values.x,
  loss: answer.absent ? null : (updates?.all[0].loss ?? values.loss),
  loss_name: values.lossName,
  prediction: values.prediction,
  layers: values.layers.map(({ name, type, inputs, output, dOutput, dInput, parameters, saved }, i) => ({
    name,
    type,
    inputs,
    output,
    ...(dOutput && { output_gradient: dOutput }),
    ...(dInput && { input_gradient: dInput }),
    ...(type === 'dropout' && saved.mask && { mask: saved.mask }),
    ...throughTimeJson(values.layers[i]),
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
