import { testDocument } from '../support/documentTest.ts';

testDocument('docs/cookbook.md');
