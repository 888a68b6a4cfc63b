/** The moment of a time as the tables keep it, local time of Shanghai without a zone: as the journal writes it. */
export const instantOf = (local: string): string => new Date(`${local}+08:00`).toISOString();
