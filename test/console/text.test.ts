import { describe, expect, it } from 'vitest';
import { clean, inStyle, pad, shorten, widthOf, wrap } from '../../console/text.ts';

describe('text in a terminal', () => {
  it.each([
    ['a name', 'a name'],
    ['\u001b[2Jgone', '\u{fffd}[2Jgone'],
    ['one\ntwo\ttabs', 'one\u{fffd}two\u{fffd}tabs'],
    ['\u009b31mred', '\u{fffd}31mred'],
    ['exe.\u202egpj', 'exe.\u{fffd}gpj'],
    ['José 東京 👩‍🔬', 'José 東京 👩‍🔬'],
  ])('cleans %j of what a terminal would obey', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long', 7, 'too lo…'],
    ['東京都庁', 5, '東京…'],
    ['👩‍🔬👩‍🔬👩‍🔬', 3, '👩‍🔬…'],
  ])('shortens %j to %i columns between characters', (text, width, expected) => {
    expect(shorten(text, width)).toBe(expected);
    expect(widthOf(shorten(text, width))).toBeLessThanOrEqual(width);
  });

  it('fills up by columns, not by characters', () => {
    expect(pad('東京', 6)).toBe('東京  ');
    expect(pad('longer', 2)).toBe('longer');
  });

  it('wraps at spaces, and leaves a word that is too long whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('incomprehensible it is', 5)).toEqual(['incomprehensible', 'it is']);
    expect(wrap('', 5)).toEqual([]);
  });

  it('colours only where there are colours', () => {
    expect(inStyle('red', 'stop', false)).toBe('stop');
    expect(inStyle('red', 'stop', true)).toBe('\u001b[31mstop\u001b[39m');
  });
});
