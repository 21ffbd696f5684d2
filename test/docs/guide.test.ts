import { testDocument } from '../support/documentTest.ts';

testDocument('docs/guide.md');
