import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { encodeChecked } from '../../src/formats/checksum.ts';
import { encodeSafetensors, parseSafetensors } from '../../src/formats/safetensors.ts';
import { decodeModel, encodeModel } from '../../src/model/file.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/train/checkpoint.ts';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import { EpochLog } from '../../src/train/epochLog.ts';
import { beginning } from '../../src/train/state.ts';
import { crc32c } from '../../src/util/crc.ts';
import { latin1Text } from '../../src/util/latin1.ts';
import { RandomState } from '../../src/util/random.ts';
import { smallModel } from '../support/smallModel.ts';

const checkpoint: Checkpoint = {
  state: {
    progress: { ...beginning(), epoch: 1, steps: 2, sums: [1, 2, 3] },
    best: { epoch: 0, score: 0.5, correct: 1, weights: smallModel.weights },
    schedule: { best: null, bad: 0 },
    random: new RandomState(1).snapshot(),
    blocks: new Int32Array(0),
    order: Int32Array.of(1, 0),
    tensors: smallModel.weights,
  },
  epochs: new EpochLog([{ kind: 'epoch', epoch: 0, loss: 0.5, learningRate: 0.1, best: true }]),
};

/** Bits of a file that can flip without an error a user reads. */
function unnoticed(bytes: Uint8Array, decode: (bytes: Uint8Array) => unknown): number[] {
  const bits: number[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    bytes[bit >> 3] ^= 1 << (bit & 7);
    try {
      decode(bytes);
      bits.push(bit);
    } catch (error) {
      if (!(error instanceof NnError) || error.kind !== 'input') throw error;
    }
    bytes[bit >> 3] ^= 1 << (bit & 7);
  }
  return bits;
}

describe('a bit that flips anywhere is noticed', () => {
  it('in a model', () => {
    expect(unnoticed(encodeModel(smallModel), (bytes) => decodeModel(bytes, 'm'))).toEqual([]);
  });

  it('in a checkpoint', () => {
    const bytes = encodeCheckpoint(checkpoint);
    expect(decodeCheckpoint(bytes, 'c')).toEqual(checkpoint);
    expect(unnoticed(bytes, (damaged) => decodeCheckpoint(damaged, 'c'))).toEqual([]);
  });
});

it('is the CRC-32C of the file with zeros for its digits', () => {
  const bytes = encodeModel(smallModel);
  const text = latin1Text(bytes);
  const [found, digits] = /crc32c:([0-9a-f]{8})/.exec(text) ?? [];
  const zeros = text.replace(String(found), 'crc32c:00000000');
  const plain = Uint8Array.from(zeros, (sign) => sign.charCodeAt(0));
  expect(digits).toBe(crc32c(plain).toString(16).padStart(8, '0'));
  expect(parseSafetensors(bytes, 'm').metadata.checksum).toBe(found);
});

it('is not looked at where nobody wants it, and need not be there', () => {
  const bytes = encodeModel(smallModel);
  bytes[bytes.length - 1] ^= 1;
  expect(() => decodeModel(bytes, 'm')).toThrow('the checksum of this file does not match its bytes');
  expect(decodeModel(bytes, 'm', { verify: false }).spec).toEqual(smallModel.spec);
  expect(decodeModel(encodeModel(smallModel, true), 'm')).toEqual(smallModel);
});

it('of another program is not ours', () => {
  const { tensors, metadata } = parseSafetensors(encodeModel(smallModel, true), 'm');
  const other = encodeSafetensors({ tensors, metadata: { ...metadata, checksum: 'crc32c:00000000' } });
  expect(() => decodeModel(other, 'm')).toThrow('checksum');
  const twice = encodeChecked({ tensors, metadata: { ...metadata, note: 'crc32c:00000000' } });
  expect(decodeModel(twice, 'm')).toEqual(smallModel);
});
