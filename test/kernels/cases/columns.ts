import { EXACT, withNumbers } from './define.ts';
import type { KernelCases } from './define.ts';

/** Several members side by side. */
const memberSizes = [1, 2, 5].flatMap((m) =>
  [1, 3, 8].flatMap((count) => [1, 3, 4, 10].map((n) => ({ m, members: count, n }))),
);

const benchMembers = [{ m: 32, members: 32, n: 64 }];

const members = { tolerance: EXACT, sizes: memberSizes, bench: benchMembers } as const;

const memberProducts: KernelCases = {
  tolerance: { ulps: 8, scale: 'terms' },
  bench: [{ m: 32, members: 32, k: 512, n: 3 }],
  sizes: memberSizes.flatMap((size) => [1, 5, 40].map((k) => ({ ...size, k }))),
} as const;

/** Rows, columns, numbers that each becomes, and outputs of a layer of its own. */
const grouped3 = [1, 3, 4, 16, 19].flatMap((f) =>
  [1, 2, 5].flatMap((c) => [1, 2, 37].map((m) => ({ m, c, f }))),
);

const benchGrouped3 = [{ m: 256, c: 10, f: 16 }];

const columnWise: KernelCases = {
  tolerance: { ulps: 16, scale: 'terms' },
  sizes: [1, 3, 4, 9].flatMap((g) => withNumbers(grouped3, { g })),
  bench: [{ m: 256, c: 10, f: 16, g: 3 }],
};

/** Members side by side, and columns that each become several numbers. */
export const columnsCases: Readonly<Record<string, KernelCases>> = {
  spreadMembers: members,
  spreadMembersGrad: members,
  spreadMembersGradFactors: members,
  meanMembers: members,
  membersMatmul: memberProducts,
  membersMatmulTA: memberProducts,
  membersMatmulTB: memberProducts,
  repeatRows: {
    ...members,
    sizes: withNumbers(memberSizes, { factor: 0.3 }),
    bench: withNumbers(benchMembers, { factor: 0.3 }),
  },
  repeatLabels: { ...members, fill: { label: 'padded' } },
  periodic: { tolerance: { ulps: 8, scale: 1 }, sizes: grouped3, bench: benchGrouped3 },
  periodicGrad: { tolerance: { ulps: 64, scale: 'terms' }, sizes: grouped3, bench: benchGrouped3 },
  periodicGradInput: { tolerance: { ulps: 256, scale: 16 }, sizes: grouped3, bench: benchGrouped3 },
  columnDense: columnWise,
  columnDenseGrad: columnWise,
  columnDenseGradInput: columnWise,
};
