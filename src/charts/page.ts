import { visible } from '../util/visible.ts';

const escape = (text: string): string =>
  visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A web page that holds everything it shows. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { max-width: 100%; height: auto; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
pre, code { font: 13px/1.4 ui-monospace, monospace; background: #f5f5f5; padding: 0.6rem; overflow-x: auto; }
pre.formula { white-space: pre-wrap; }
table { border-collapse: collapse; font-size: 14px; margin: 1rem 0; }
th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid #e2e2e2; text-align: left; }
th.right, td.right { text-align: right; font-variant-numeric: tabular-nums; }
td { white-space: pre-wrap; }
tfoot td { border-top: 2px solid #888; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1.5rem; }
dt { color: #666; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.warning { border-left: 4px solid #d55e00; padding-left: 0.8rem; }
.dim { color: #777; }
.good { color: #0072b2; }
.bad { color: #b34700; }
@media screen { table { display: block; overflow-x: auto; } }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } svg, table, pre { break-inside: avoid; } }
</style>
${body}
</html>
`;
}
