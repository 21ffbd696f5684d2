import { runCases } from '../support/cases.ts';

runCases('diagnose');
