/** Lengths and sizes of a figure in its units: a single column is 600 wide, a double column 1200; a unit is the same length on paper in both. */
export const STYLE = {
  width: { single: 600, double: 1200 },
  /** On paper: a single column is 86 mm, a double column 172 mm wide (as PRL, EPJ C and JINST set them, to 1 mm). */
  millimetresPerUnit: 86 / 600,
  /** Height of the first panel's frame, alone and with panels below it. */
  mainHeight: { single: { alone: 450, stacked: 390 }, double: { alone: 520, stacked: 440 } },
  panelGap: 16,
  titleSize: 21,
  tickSize: 18,
  textSize: 16.5,
  statusSize: 19,
  cmsSize: 25,
  majorTick: 11,
  minorTick: 6,
  axisWidth: 1.3,
  /** Space between frame and labels inside it. */
  inset: 21,
  /** Space kept between labels and data. */
  clearance: 7,
  page: 10,
} as const;
