import { runCases } from '../support/cases.ts';

runCases('train', [2, 3]);
