import { describe, expect, it } from 'vitest';
import { html, paragraphs, prose, raw, table } from '../../reference/html.ts';

describe('html', () => {
  it('escapes texts and keeps HTML', () => {
    expect(html`<p title="${'"'}">${'<b> & "c"'}${html`<i>${1}</i>`}${raw('<hr>')}</p>`.html).toBe(
      '<p title="&quot;">&lt;b&gt; &amp; &quot;c&quot;<i>1</i><hr></p>',
    );
  });

  it('joins lists, and leaves out what is undefined or false', () => {
    expect(html`${[html`a`, 'b', [undefined, false, 'c']]}${0}`.html).toBe('abc0');
  });

  it('keeps the indentation of values, and not its own', () => {
    expect(
      html`<pre>${'{\n  "a": 1\n}'}</pre>
        <p></p>`.html,
    ).toBe('<pre>{\n  &quot;a&quot;: 1\n}</pre>\n<p></p>');
  });
});

describe('prose', () => {
  it('has code between backticks, and a paragraph for each line', () => {
    expect(prose('`a<b` and c').html).toBe('<code>a&lt;b</code> and c');
    expect(paragraphs('a\n\n`b`').html).toBe('<p>a</p><p><code>b</code></p>');
  });
});

describe('table', () => {
  it('has a heading for each column and each row', () => {
    const text = table(['A', 'B'], [[html`a`, html`b`]]).html;
    expect(text.replaceAll(/\s+/gu, '')).toBe(
      '<divclass="wide"><table><thead><tr><thscope="col">A</th><thscope="col">B</th></tr></thead>' +
        '<tbody><tr><thscope="row">a</th><td>b</td></tr></tbody></table></div>',
    );
  });
});
