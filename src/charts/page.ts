import { toBase64 } from '../util/base64.ts';
import { escapeHtml } from '../util/markup.ts';

const STYLE = `
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
`;

/** What a page has besides its body. */
interface Extras {
  /** Styles after those of every page. */
  readonly style?: string;
  /** A classic script that runs at the end. */
  readonly script?: string;
}

/** The source by which a policy allows this text as a style or a script (Content Security Policy 3, 8.4). */
async function sourceOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${toBase64(new Uint8Array(digest))}'`;
}

/** Nothing is loaded, sent or run but these texts, whatever a name in the page looks like. */
async function policyOf(style: string, script: string | undefined): Promise<string> {
  const scripts = script === undefined ? '' : ` script-src ${await sourceOf(script)};`;
  return `default-src 'none'; style-src ${await sourceOf(style)};${scripts} base-uri 'none'; form-action 'none'`;
}

/**
 * A web page that holds everything it shows.
 *
 * @param body HTML; names in it are escaped
 */
export async function pageOf(title: string, body: string, extras: Extras = {}): Promise<string> {
  const style = STYLE + (extras.style ?? '');
  // `</script>` in a text of the script must not end it.
  const script = extras.script?.replaceAll('</script', '<\\/script');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await policyOf(style, script)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
${body}${script === undefined ? '' : `\n<script>${script}</script>`}
</html>
`;
}
