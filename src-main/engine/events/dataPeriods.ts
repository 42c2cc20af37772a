/** Who numbered the runs: run numbers of the experiments overlap. */
export type Experiment = 'ATLAS' | 'CMS';

/** Runs of data that were taken under one name; only the year where no shorter period is known. */
export interface DataPeriod {
  year: number;
  /** `2016 period A`, `2012B`, `2016`. */
  name: string;
  /** Run numbers, both included. */
  first: number;
  last: number;
}

type Row = readonly [year: number, letter: string, first: number, last: number];

/** First and last runs of ATLAS's periods: class TriggerPeriodData of Athena (Trigger/TriggerCommon/TriggerMenu), from its run browser COMA. */
const ATLAS_PERIODS: readonly Row[] = [
  [2016, 'A', 296939, 300279],
  [2016, 'B to D3', 300345, 302872],
  [2016, 'D4 and later', 302919, 311481],
  [2017, 'B', 325713, 328393],
  [2017, 'C', 329385, 330470],
  [2017, 'D', 330857, 332304],
  [2017, 'E', 332720, 334779],
  [2017, 'F', 334842, 335290],
  [2017, 'G', 335302, 335302],
  [2017, 'H', 336497, 336782],
  [2017, 'I', 336832, 337833],
  [2017, 'K', 338183, 340453],
  [2017, 'N', 341257, 341649],
  [2018, 'B', 348885, 349533],
  [2018, 'C', 349534, 350220],
  [2018, 'D', 350310, 352107],
  [2018, 'E', 352123, 352137],
  [2018, 'F', 352274, 352514],
  [2018, 'G', 354107, 354494],
  [2018, 'I', 355261, 355273],
  [2018, 'J', 355331, 355468],
  [2018, 'K', 355529, 356259],
  [2018, 'L', 357050, 359171],
  [2018, 'M', 359191, 360414],
  [2018, 'N', 361635, 361696],
  [2018, 'O', 361738, 363400],
  [2018, 'Q', 363664, 364292],
];

/**
 * ATLAS's years: first and last runs of 2015 to 2018; after that between the run numbers by which its analysis code tells the years
 * apart (2022 from 410000, 2023 from 450000) and the last run of the good-runs lists (data22 440613, data23 456749).
 */
const ATLAS_YEARS: readonly Row[] = [
  [2015, '', 266904, 284484],
  [2016, '', 296939, 311481],
  [2017, '', 324320, 341649],
  [2018, '', 348197, 364485],
  [2022, '', 410001, 440613],
  [2023, '', 450001, 456749],
];

/**
 * CMS's eras: 2010 to 2012 as the CERN Open Data Portal's lists of validated runs give them (records 1000, 1001, 1002), 2016 to 2018 as
 * the re-processing for Run 2 (PdmV, UL; 2016G and H also record 14220), 2022 and 2023 as the names of the certification files
 * (Cert_Collisions2022_eraB_355100_355769 and so on).
 */
const CMS_ERAS: readonly Row[] = [
  [2010, 'A', 135808, 144431],
  [2010, 'B', 146428, 149294],
  [2011, 'A', 160431, 173692],
  [2011, 'B', 175833, 180252],
  [2012, 'A', 190456, 193621],
  [2012, 'B', 193833, 196531],
  [2012, 'C', 198022, 203742],
  [2012, 'D', 203777, 208686],
  [2016, 'B', 272007, 275376],
  [2016, 'C', 275657, 276283],
  [2016, 'D', 276315, 276811],
  [2016, 'E', 276831, 277420],
  [2016, 'F', 277772, 278808],
  [2016, 'G', 278820, 280385],
  [2016, 'H', 280919, 284044],
  [2017, 'B', 297046, 299329],
  [2017, 'C', 299368, 302029],
  [2017, 'D', 302030, 303434],
  [2017, 'E', 303824, 304797],
  [2017, 'F', 305040, 306462],
  [2018, 'A', 315252, 316995],
  [2018, 'B', 317080, 319310],
  [2018, 'C', 319337, 320065],
  [2018, 'D', 320673, 325175],
  [2022, 'B', 355100, 355769],
  [2022, 'C', 355862, 357482],
  [2022, 'D', 357538, 357900],
  [2022, 'E', 359022, 360331],
  [2022, 'F', 360390, 362167],
  [2022, 'G', 362433, 362760],
  [2023, 'B', 366403, 367079],
  [2023, 'C', 367095, 368823],
  [2023, 'D', 369803, 370790],
];

/**
 * Run numbers that ATLAS gives to simulation, with the years whose pile-up it has. The letter of the campaign belongs to the number,
 * the campaign itself to the release: release 21 made mc16, release 22 mc20 of Run 2 (a DAOD_PHYSLITE of 22.2 has 310000).
 */
const ATLAS_CAMPAIGNS = new Map([
  [284500, { name: 'mc16a or mc20a', years: [2015, 2016] }],
  [300000, { name: 'mc16d or mc20d', years: [2017] }],
  [310000, { name: 'mc16e or mc20e', years: [2018] }],
  [410000, { name: 'mc21a or mc23a', years: [2022] }],
]);

/** Whose files have a schema; null where anybody's may have it. */
export function experimentOf(schema: string): Experiment | null {
  if (schema === 'nanoaod') return 'CMS';
  return schema === 'physlite' || schema === 'isolation-ntuple' ? 'ATLAS' : null;
}

function nameOf(experiment: Experiment, year: number, letter: string): string {
  if (letter === '') return String(year);
  return experiment === 'ATLAS' ? `${year} period ${letter}` : `${year}${letter}`;
}

/** The data-taking period of a run; null where none is known. */
export function periodOf(experiment: Experiment, run: number): DataPeriod | null {
  const rows = experiment === 'ATLAS' ? [...ATLAS_PERIODS, ...ATLAS_YEARS] : CMS_ERAS;
  const found = rows.find(([, , first, last]) => run >= first && run <= last);
  if (!found) return null;
  const [year, letter, first, last] = found;
  return { year, name: nameOf(experiment, year, letter), first, last };
}

/** The simulation campaigns that a run number can stand for, and the years that they simulate; null for every other number. */
export function campaignOf(experiment: Experiment, run: number): { name: string; years: number[] } | null {
  return experiment === 'ATLAS' ? (ATLAS_CAMPAIGNS.get(run) ?? null) : null;
}
