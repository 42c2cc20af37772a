import type { RunListing } from '../../src-shared/contracts/runs.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `29 Nov 14:02` by the clock of this place, with the year where it is not this one. */
export function momentText(moment: Date, now: Date): string {
  const day = `${moment.getDate()} ${MONTHS[moment.getMonth()]}`;
  const year = moment.getFullYear() === now.getFullYear() ? '' : ` ${moment.getFullYear()}`;
  return `${day}${year} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The moment of a run where several stand together: `14:02:05` of this day, `29 Nov 14:02:05` of another. */
export function preciseMoment(moment: Date, now: Date): string {
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  if (moment.toDateString() === now.toDateString()) return time;
  return `${momentText(moment, now).replace(/ \d\d:\d\d$/, '')} ${time}`;
}

/** What a run is called on the page: `run of 29 Nov 14:02`, or the name of its file; with `recounted` where it was made anew from counts. */
export function runWords(
  { started, place, title, derived = [] }: RunListing,
  now: Date = new Date(),
): string {
  const recounted = derived.length > 0 ? ', recounted' : '';
  if (started !== null) return `run of ${momentText(new Date(started), now)}${recounted}`;
  return `run in ${place?.replace(/^.*[\\/]/, '') ?? title}${recounted}`;
}
