// One text for one value: what is hashed today must be hashed alike tomorrow, by anybody.
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import type { JsonValue } from '../../../shared/domain/run.ts';

describe('canonical JSON', () => {
  const cases: readonly (readonly [JsonValue, string])[] = [
    [null, 'null'],
    [true, 'true'],
    [[], '[]'],
    [{}, '{}'],
    [[3, 1, 2], '[3,1,2]'],
    [{ b: 1, a: { d: null, c: [{ z: 1, y: 2 }] } }, '{"a":{"c":[{"y":2,"z":1}],"d":null},"b":1}'],
    // RFC 8785, section 3.2.3: by UTF-16 code units.
    [
      { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    // RFC 8785, appendix B.
    [
      [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    ['限度見本 "\\"\n', '"限度見本 \\"\\\\\\"\\n"'],
  ];
  it.each(cases)('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }])('refuses %j', (value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });
});
