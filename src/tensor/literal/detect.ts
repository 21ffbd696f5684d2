/** Lines above the first that says something: blanks, comments, fences of Markdown, prompts, texts in quotes. */
const ABOVE = /^(?:\s|#[^\n]*\n|```\w*\n|>>>|"""[\s\S]*?""")+/;

/** What only a line of Python begins with. */
const PYTHON: readonly RegExp[] = [
  /^[-+.\d(][\d\s.+\-*/(]*\b(?:np|numpy)\.\w/,
  /^(?:np|numpy)\.(?!(?:csv|tsv|txt|jsonl?|np[yz]|py|parquet|safetensors)\b)\w/,
  /^(?:array|asarray|print)\s*\(/,
  /^import\s+[\w.]+(?:\s+as\s+\w+)?\s*(?:[\n,;#]|$)/,
  /^from\s+[\w.]+\s+import\s+[\w*(]/,
  /^(?:class|def)\s+\w+.*:\s*(?:[\n#]|$)/,
  /^(?:for|while)\s.*:/,
  /^nnfs\.\w+\(/,
  /^(?:spiral|vertical|sine)_data\s*\(/,
  /^self\.\w+/,
  /^\w+\.(?:weights?|biases)\b/,
  /^[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s*=\s*(?:[[(\d.+-]|np\.|numpy\.|[A-Za-z_][\w.]*\s*[(@*+\-/\n;.]|[A-Za-z_]\w*\s*$)/,
];

/** Arithmetic of numbers on one line: `2 * 3`, `1 + 2`; not a date or a row. */
const ARITHMETIC = /^(?=.*(?:[*%@(]|\d\s*\+\s*\d))[-+.\d][\d\s.+\-*/%@()]*$/;

const ELEMENT = String.raw`[-+]?(?:[\d.]|nan|inf|True|False|np\.|numpy\.|array\()`;
const BRACKETS = new RegExp(String.raw`^[-+]?[[(][\s[(]*(?:${ELEMENT}|[\])])`);

/** Brackets in brackets, or one pair around everything: no names of columns such as [1],[2]. */
const WHOLE = /^[-+]?(?:[[(]\s*[[(]|\[[^\][]*\]\s*$)/;

/** What stands in an array beside its words: digits, signs, brackets. */
const SIGNS = /^[\d\s.,+\-*/@%()[\]=_…]*$/;
const WORDS =
  /#[^\n]*|\b(?:e|E|nan|inf|True|False|dtype|array|(?:np|numpy)(?:\.\w+)+|float\d*|int\d*)\b|\d[eE]/g;

/**
 * Whether a text begins as one of an array: brackets of numbers, or a line of Python.
 *
 * @param strict nothing but an array can begin so, not even a table whose names stand in brackets
 */
export function looksLikeArray(head: string, strict = false): boolean {
  const text = head.replace(ABOVE, '');
  if (PYTHON.some((line) => line.test(text)) || ARITHMETIC.test(text.trimEnd())) return true;
  if (!BRACKETS.test(text)) return false;
  return !strict || (WHOLE.test(text) && SIGNS.test(text.replaceAll(WORDS, '')));
}

/** An expression of numbers alone, as it may be an argument: `5`, `-1.5e3`, `1 2 3`, `2 * 3`. */
const NUMBERS = /^\s*[-+.]?\d(?:[\d\s.,;:+\-*/%@()_]|[eE][-+]?\d)*$/;

/** Whether an argument that names no file is the text of an array. */
export function spellsArray(argument: string): boolean {
  return (
    /^\s*[[(]/.test(argument) ||
    NUMBERS.test(argument) ||
    /^\s*[-+]?(?:nan|inf|True|False)\s*$/.test(argument) ||
    looksLikeArray(argument)
  );
}
