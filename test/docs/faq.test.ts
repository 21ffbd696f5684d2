import { testDocument } from '../support/documentTest.ts';

testDocument('docs/faq.md');
