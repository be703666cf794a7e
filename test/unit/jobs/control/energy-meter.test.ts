// The processor's own energy counters: summed over packages, across their wrap-around, and honest where there are none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EnergyMeter } from '../../../../main/jobs/control/energy-meter.ts';
import { addCost } from '../../../../main/jobs/control/run-cost.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'narashi-energy-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function counter(name: string, microjoules: number, zone = 'package-0', range = 1e9): void {
  mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, name, 'name'), `${zone}\n`);
  writeFileSync(join(root, name, 'energy_uj'), `${microjoules}\n`);
  writeFileSync(join(root, name, 'max_energy_range_uj'), `${range}\n`);
}

describe('the meter', () => {
  it('adds up the packages, not their parts, nor the platform they are in', () => {
    counter('intel-rapl:0', 100);
    counter('intel-rapl:1', 50);
    counter('intel-rapl:0:0', 7, 'core');
    counter('intel-rapl:2', 9, 'psys');
    const meter = EnergyMeter.open(root);
    counter('intel-rapl:0', 100 + 2e8);
    counter('intel-rapl:1', 50 + 1e8);
    counter('intel-rapl:0:0', 9e8, 'core');
    counter('intel-rapl:2', 9e8, 'psys');
    // 300 joules.
    expect(meter?.kilowattHours).toBeCloseTo(300 / 3.6e6, 15);
  });
  it('goes on where a counter begins anew', () => {
    counter('intel-rapl:0', 9e8);
    const meter = EnergyMeter.open(root);
    counter('intel-rapl:0', 1e8);
    expect(meter?.kilowattHours).toBeCloseTo(200 / 3.6e6, 15);
    counter('intel-rapl:0', 2e8);
    expect(meter?.kilowattHours).toBeCloseTo(300 / 3.6e6, 15);
  });
  it('is not there without counters, and knows nothing once they are gone', () => {
    expect(EnergyMeter.open(root)).toBeNull();
    expect(EnergyMeter.open(join(root, 'nowhere'))).toBeNull();
    counter('intel-rapl:0', 5);
    const meter = EnergyMeter.open(root);
    rmSync(join(root, 'intel-rapl:0'), { recursive: true });
    expect(meter?.kilowattHours).toBeNull();
  });
});

describe('the cost of a run', () => {
  const electricity = { watts: 80, yenPerKilowattHour: 30 };
  const attempt = (kilowattHours: number | null) => ({ seconds: 3600, gradientEvaluations: 10, kilowattHours });
  it('is of the assumed watts where nothing measures', () => {
    expect(addCost(undefined, attempt(null), electricity)).toMatchObject({
      wattsSource: 'assumed',
      watts: 80,
      kilowattHours: 0.08,
    });
  });
  it('is of the measured energy where something does', () => {
    const cost = addCost(undefined, attempt(0.05), electricity);
    expect(cost).toMatchObject({ wattsSource: 'measured', kilowattHours: 0.05 });
    expect(cost.watts).toBeCloseTo(50, 9);
    expect(cost.yen).toBeCloseTo(1.5, 12);
  });
  it('counts as assumed where part of it was', () => {
    const first = addCost(undefined, attempt(null), electricity);
    const both = addCost(first, attempt(0.05), electricity);
    expect(both).toMatchObject({ wattsSource: 'assumed', kilowattHours: 0.13 });
    expect((both.watts * both.seconds) / 3.6e6).toBeCloseTo(0.13, 12);
  });
});
