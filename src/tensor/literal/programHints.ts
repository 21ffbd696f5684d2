/** Numbers in the parentheses behind a name: `Layer_Dense(4, 5)`. */
function callsOf(text: string, name: string): number[][] {
  const found = text.matchAll(new RegExp(`\\b${name}\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)`, 'g'));
  return Array.from(found, ([, a, b]) => [Number(a), Number(b)]);
}

/** The brackets that a name is assigned, without blanks and comments. */
function assigned(text: string, name: string): string | undefined {
  const from = new RegExp(`^${name}\\s*=\\s*(?=\\[)`, 'm').exec(text);
  if (!from) return undefined;
  const start = from.index + from[0].length;
  for (let at = start, deep = 0; at < text.length; at++) {
    if (text[at] === '[') deep++;
    else if (text[at] === ']' && --deep === 0)
      return text
        .slice(start, at + 1)
        .replaceAll(/#[^\n]*/g, '')
        .replaceAll(/\s+/g, '');
  }
  return undefined;
}

/** Longest array that a command repeats. */
const LONGEST = 200;

/** The command that does what a script with classes of layers does. */
export function forwardCommand(text: string): string {
  const layers = callsOf(text, 'Layer_Dense');
  const isChain = layers.every(([inputs], i) => i === 0 || layers[i - 1][1] === inputs);
  const sizes = isChain && layers.length > 0 ? [layers[0][0], ...layers.map(([, units]) => units)] : [4, 5];
  const isSpiral = /\bspiral_data\s*\(/.test(text);
  const rows = ['X', 'inputs'].map((name) => assigned(text, name)).find((found) => found !== undefined);
  const data = isSpiral || rows === undefined || rows.length > LONGEST ? undefined : rows;
  const example = sizes[0] === 2 ? '' : ` '[${Array.from({ length: sizes[0] }, (_, i) => i + 1).join(',')}]'`;
  const given = data === undefined ? example : ` '${data}'`;
  const relu = /\bActivation_ReLU\b|np\.maximum\(\s*0/.test(text);
  const activation = !relu ? ' --activation linear' : sizes.length === 2 ? ',relu' : ' --activation relu';
  const seed = /np\.random\.seed\(\s*(\d+)\s*\)/.exec(text)?.[1];
  const chosen = seed === undefined || seed === '0' ? '' : ` --seed ${seed}`;
  const dtype = /\bnnfs\.init\b/.test(text) ? '' : ' --dtype float64';
  return `nn forward${given} --layers ${sizes.join(',')}${activation}${chosen}${dtype}`;
}

/** What does in nn what a name does in a script; undefined for names that are not known. */
export function programHint(name: string, text: string): string | undefined {
  if (name === 'nnfs')
    return 'of nnfs, nn knows nnfs.init(); its data sets are nn gen-spiral, gen-vertical and gen-sine';
  const data = /^(spiral|vertical|sine)_data$/.exec(name)?.[1];
  if (data !== undefined) {
    const [sizes = []] = callsOf(text, name);
    return `nn makes this data set: nn gen-${data}${data === 'sine' ? '' : ` ${sizes.length > 0 ? sizes.join(' ') : '100 3'}`}`;
  }
  if (name === 'Layer_Dense') return `nn has such layers: ${forwardCommand(text)}`;
  const activation = /^Activation_(\w+)$/.exec(name)?.[1];
  if (activation !== undefined) return `nn forward '[-1,0,3]' --layers ${activation.toLowerCase()} --explain`;
  if (/^(layer|dense)\w*$/i.test(name) && text.includes(`${name}.weights`)) {
    return (
      "where its class stores self.weight, Python says: AttributeError: 'Layer_Dense' object has no attribute 'weights'. " +
      "Did you mean: 'weight'? Weights and biases are printed by: nn forward --layers 2,5 --json"
    );
  }
  if (/^(self|layer\w*|dense\w*)$/i.test(name)) return `nn has layers of its own: ${forwardCommand(text)}`;
  if (/\bfor\s+\w+\s+in\b/.test(text)) return 'nn reads arrays, not programs: np.arange(3) * 2 needs no loop';
  return undefined;
}

/** What a text has that only an expression has: a call, an assignment, an attribute. */
const EXPRESSION = /\w\s*[=(]|\w\.[A-Za-z]/;

/** Longest text that a hint repeats. */
const SHORT = 60;

/** A value that a name may have where it stands: a number, a list, an array. */
function exampleOf(name: string, text: string): string {
  if (/^(?:n|num)_|_?(?:count|size|len)$/.test(name)) return '3';
  if (new RegExp(`\\b${name}\\s*[.@]|@\\s*${name}\\b`).test(text)) return 'np.array([[1, 2], [3, 4]])';
  return new RegExp(`\\b${name}\\s*[-+*/]|[-+*/]\\s*${name}\\b`).test(text) ? 'np.array([1, 2])' : '[1, 2]';
}

/** That a name of an expression has no value yet, with a line that gives it one; undefined where the text is none. */
export function valueHint(name: string, text: string): string | undefined {
  if (!EXPRESSION.test(text)) return undefined;
  const line = `${name} = ${exampleOf(name, text)}`;
  const whole = text.trim();
  return whole.length <= SHORT && !/[\n']/.test(whole)
    ? `${name} has no value here; put one first: '${line}; ${whole}'`
    : `${name} has no value here; put one first: ${line}`;
}
