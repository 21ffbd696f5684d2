/**
 * Names of columns from the fields of a header, as pandas makes them: the column with number i (from 0) without
 * a name is `Unnamed: i`, and a name that was there before gets `.1`, `.2`, ….
 */
export function columnNames(fields: readonly string[]): { names: string[]; repeated: string[] } {
  const taken = new Set(fields.map((field) => field.trim()));
  const used = new Set<string>();
  const counts = new Map<string, number>();
  const repeated: string[] = [];
  const names = fields.map((field, i) => {
    const name = field.trim() || `Unnamed: ${i}`;
    if (!used.has(name)) {
      used.add(name);
      return name;
    }
    repeated.push(name);
    let count = counts.get(name) ?? 0;
    let free: string;
    do free = `${name}.${++count}`;
    while (taken.has(free) || used.has(free));
    counts.set(name, count);
    used.add(free);
    return free;
  });
  return { names, repeated };
}
