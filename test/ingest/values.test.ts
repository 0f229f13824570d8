// How one field is read, on both sides of each boundary.
import { describe, expect, test } from 'vitest';
import { clean, isMoney, isQuantity, multiplyMoney, readConsent } from '../../src/ingest/values.ts';
import { isTooLong } from '../../src/ingest/word-index.ts';

describe('an empty value', () => {
  test.each([
    ['', ''],
    [' \t\r\n\v\f', ''],
    ['(not set)', ''],
    ['  (NOT SET) ', ''],
    ['not set', ''],
    ['Null', ''],
    ['NaN', ''],
    ['n/a', ''],
    ['NA', ''],
    ['Unknown', ''],
    ['undefined', ''],
    ['Not available in demo dataset', ''],
  ])('%j is empty', (given, kept) => {
    expect(clean(given)).toBe(kept);
  });

  test.each([
    ['(none)', '(none)'],
    ['(direct)', '(direct)'],
    ['nul', 'nul'],
    ['nulls', 'nulls'],
    ['(not set', '(not set'],
    ['not available in demo dataset.', 'not available in demo dataset.'],
    ['none', 'none'],
    ['-', '-'],
    ['0', '0'],
    [' Zürich\t', 'Zürich'],
    // white space is ASCII's
    ['\u00a0', '\u00a0'],
    ['\u00a0null', '\u00a0null'],
    // and so are cases: the Kelvin sign is no k
    ['un\u212anown', 'un\u212anown'],
  ])('%j is the value %j', (given, kept) => {
    expect(clean(given)).toBe(kept);
  });
});

describe('money and quantities', () => {
  test.each(['0', '-0', '12', '-12.5', '007.10', '0.001', '9'.repeat(500)])('%s is money', (text) => {
    expect(isMoney(text)).toBe(true);
  });

  test.each(['', '-', '+1', '1.', '.5', '1,5', '1e3', ' 1', '1 ', '--1', '€1', '١', '9'.repeat(501), '1\n'])(
    '%j is no money',
    (text) => {
      expect(isMoney(text)).toBe(false);
    },
  );

  test.each(['0', '-3', '0012', '9'.repeat(18)])('%s is a quantity', (text) => {
    expect(isQuantity(text)).toBe(true);
  });

  test.each(['', '-', '1.0', '1.5', '+1', '9'.repeat(19), '1e2', '2\n'])('%j is no quantity', (text) => {
    expect(isQuantity(text)).toBe(false);
  });

  test.each([
    ['2', '100.005', '200.010'],
    ['3', '-0.10', '-0.30'],
    ['-2', '-1.5', '3.0'],
    ['-1', '0.05', '-0.05'],
    ['1', '-0.05', '-0.05'],
    ['0', '-0.05', '0.00'],
    ['7', '10', '70'],
    ['999999999999999999', '99999999999.99', '99999999999989999900000000000.01'],
  ])('%s x %s is exactly %s', (quantity, price, product) => {
    expect(multiplyMoney(quantity, price)).toBe(product);
  });
});

describe('consent', () => {
  test.each(['true', 'YES', 'y', '1', 'Granted'])('%s is given', (word) => {
    expect(readConsent(word)).toBe(true);
  });
  test.each(['false', 'No', 'N', '0', 'denied'])('%s is refused', (word) => {
    expect(readConsent(word)).toBe(false);
  });
  test.each(['', 'maybe', '2', 'true.'])('%j is neither', (word) => {
    expect(readConsent(word)).toBeUndefined();
  });
});

describe('the longest value', () => {
  test.each([
    ['500 letters', 'a'.repeat(500), false],
    ['501 letters', 'a'.repeat(501), true],
    ['250 letters of two bytes', 'é'.repeat(250), false],
    ['251 letters of two bytes', 'é'.repeat(251), true],
    ['166 letters of three bytes and two of one', `${'€'.repeat(166)}ab`, false],
    ['166 letters of three bytes and three of one', `${'€'.repeat(166)}abc`, true],
    ['125 letters of four bytes', '😀'.repeat(125), false],
    ['126 letters of four bytes', '😀'.repeat(126), true],
  ])('%s', (_what, text, tooLong) => {
    expect(isTooLong(text)).toBe(tooLong);
  });
});
