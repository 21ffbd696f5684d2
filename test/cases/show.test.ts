import { runCases } from '../support/cases.ts';

runCases('show');
