import { runCases } from '../support/cases.ts';

runCases('help');
