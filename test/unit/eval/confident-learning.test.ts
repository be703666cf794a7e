// Wrong labels from held-out probabilities, against figures worked out by hand (Northcutt et al. 2021, eq. 1 to 3).
import { describe, expect, it } from 'vitest';
import { confidentLearning, suspectLabels } from '../../../main/eval/index.ts';

// Class 0 is sure of itself on average 0.7, class 1 0.6.
const labels = [0, 0, 0, 1, 1];
const probabilities = [
  [0.9, 0.1],
  [0.9, 0.1],
  [0.3, 0.7],
  [0.2, 0.8],
  [0.6, 0.4],
];

describe('the confident joint', () => {
  const found = confidentLearning(labels, probabilities, 2);
  it('has the mean self-confidence of each class as its threshold', () => {
    expect(found.thresholds[0]).toBeCloseTo(0.7, 12);
    expect(found.thresholds[1]).toBeCloseTo(0.6, 12);
  });
  it('counts each image in the class it reaches the threshold of, if any', () => {
    // The last image reaches neither 0.7 nor 0.6.
    expect(found.joint).toEqual([
      [2, 1],
      [0, 1],
    ]);
  });
  it('is brought to the number of labels, and beside its diagonal lie the wrong ones', () => {
    expect(found.calibrated).toEqual([
      [2, 1],
      [0, 2],
    ]);
    expect(found.estimatedWrong).toBe(1);
  });
  it('estimates the share of swapped labels where the networks know the truth', () => {
    // 100 images of two classes; every tenth label is the other one.
    const truth = Array.from({ length: 100 }, (_, image) => image % 2);
    const given = truth.map((label, image) => (image % 10 === 0 ? 1 - label : label));
    const sure = truth.map((label) => (label === 0 ? [0.95, 0.05] : [0.05, 0.95]));
    expect(confidentLearning(given, sure, 2).estimatedWrong).toBeCloseTo(10, 6);
  });
  it('knows classes without images', () => {
    expect(confidentLearning([0], [[0.9, 0.1]], 2).thresholds).toEqual([0.9, null]);
  });
});

describe('suspects', () => {
  it('are the images with a more probable class than their label, the least probable label first', () => {
    expect(suspectLabels(labels, probabilities)).toEqual([
      { index: 2, label: 0, suggested: 1, labelProbability: 0.3, suggestedProbability: 0.7 },
      { index: 4, label: 1, suggested: 0, labelProbability: 0.4, suggestedProbability: 0.6 },
    ]);
  });
  it('may be ranked by the label alone', () => {
    const three = [
      [0.1, 0.5, 0.4],
      [0.05, 0.15, 0.8],
      [0.0, 0.4, 0.6],
    ];
    expect(suspectLabels([0, 1, 1], three, 'self-confidence').map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(suspectLabels([0, 1, 1], three, 'margin').map(({ index }) => index)).toEqual([1, 0, 2]);
  });
  it('are none where every label is the most probable class', () => {
    expect(
      suspectLabels(
        [0, 1],
        [
          [0.5, 0.5],
          [0.2, 0.8],
        ],
      ),
    ).toEqual([]);
  });
});
