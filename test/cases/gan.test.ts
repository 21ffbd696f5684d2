import { runCases } from '../support/cases.ts';

runCases('gan');
