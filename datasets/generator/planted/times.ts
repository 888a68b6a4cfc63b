/** Days since 1970-01-01, and minutes since then: whole numbers, no time zone. */
export type Day = number;
export type Minute = number;

export const dayOf = (text: string): Day => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
export const dayText = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
export const minuteText = (minute: Minute): string =>
  new Date(minute * 60_000).toISOString().slice(0, 19).replace("T", " ");
/** A minute of a day: `at(day, 9, 30)`. */
export const at = (day: Day, hour: number, minute = 0): Minute => Math.round(day * 1440 + hour * 60 + minute);
export const dayOfMinute = (minute: Minute): Day => Math.floor(minute / 1440);
export const yearOf = (day: Day): number => Number(dayText(day).slice(0, 4));
